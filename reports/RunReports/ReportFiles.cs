using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using WageSim.Reports.Charts;
using WageSim.Reports.Pages;
using WageSim.Reports.Tables;

namespace WageSim.Reports.RunReports;

/// <summary>A report of one run, or of several side by side: a page, and its tables and figures as files.</summary>
public static class ReportFiles
{
    /// <summary>Layout of report.json.</summary>
    public const string FormatName = "wagesim-report/1";

    public const string PageName = "index.html", JsonName = "report.json", TablesFolder = "tables", FiguresFolder = "figures";

    private static readonly JsonSerializerOptions writing = new()
    {
        WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>All files of a report, by name within its folder; the page comes last.</summary>
    /// <param name="version">Of the simulator that makes the report.</param>
    public static IReadOnlyList<(string Name, string Text)> Of(IReadOnlyList<ReportRun> runs, string version)
    {
        var set = new RunSet(runs);
        var page = Page(set, version);
        var blocks = page.Sections.SelectMany(section => section.Blocks).ToList();
        var tables = blocks.OfType<Table>().ToList();
        var figures = blocks.OfType<Figure>().ToList();
        return
        [
            .. tables.Select(table => ($"{TablesFolder}/{table.Key}.csv", TableCsv.Write(table))),
            .. figures.Select(figure => ($"{FiguresFolder}/{figure.Key}.svg", ChartStyle.Standalone(figure.DrawFull()))),
            (JsonName, Json(set, tables, figures, version)),
            (PageName, PageWriter.Write(page)),
        ];
    }

    /// <summary>Names of the tables' and figures' files of a report, read from its <see cref="JsonName"/>; none of anything else.</summary>
    public static IReadOnlyList<string> Names(string json)
    {
        try
        {
            if (JsonNode.Parse(json) is not JsonObject report || $"{report["format"]}" != FormatName) return [];
            var tables = (report["tables"] as JsonObject ?? []).Select(table => $"{TablesFolder}/{table.Key}.csv");
            var figures = (report["figures"] as JsonArray ?? []).OfType<JsonObject>().Select(one => $"{FiguresFolder}/{one["key"]}.svg");
            // No name leads elsewhere.
            return [.. tables.Concat(figures).Where(name => name.Count(c => c == '/') == 1)];
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            return [];
        }
    }

    private static Page Page(RunSet set, string version)
    {
        Section[] sections =
        [
            Summary.Of(set), .. Schemes.Of(set), .. Training.Of(set), Phases.Of(set), Energy.Of(set), Cycles.Of(set),
            Stalls.Of(set), Roofline.Of(set), Traffic.Of(set), Zeros.Of(set), Area.Of(set), FloatingPoint.Of(set), Steps.Of(set),
            Prices.Of(set), Settings.Of(set),
        ];
        return new(Title(set), Facts(set, version), Summary.Tiles(set), sections);
    }

    private static string Title(RunSet set)
    {
        if (set.IsOne) return $"{set.First.Result.NetworkName ?? set.First.Result.Network} on {set.First.Chip.Name}";
        string[] networks = [.. set.Runs.Select(run => run.Result.Network).Distinct()];
        string[] schemes = [.. set.Runs.Select(run => run.Result.Scheme).Distinct()];
        string what = networks.Length == 1 ? $" of {networks[0]}" : schemes.Length > 1 ? $": {string.Join(", ", schemes)}" : "";
        return $"{set.Runs.Count} runs{what}";
    }

    private static IReadOnlyList<(string, string)> Facts(RunSet set, string version)
    {
        if (!set.IsOne)
        {
            return
            [
                .. set.Runs.Select(run => (run.Name,
                    $"{run.Result.Network}, {run.Result.Scheme} {run.Result.Formats ?? run.Result.Bits}; {ChipLine(run)}; " +
                    $"batch {run.Result.Batch}, {(run.Result.IsTimeOnly ? Timed(run.Result) : $"{run.Result.Epochs.Count} epochs")}; " +
                    Command(run))),
                ("report", $"wagesim {version}; differences are against run A"),
            ];
        }
        var (first, result) = (set.First, set.First.Result);
        if (result.IsTimeOnly)
        {
            return
            [
                ("network", $"{result.Network}, {result.Scheme} {result.Formats ?? result.Bits}"),
                ("chip", ChipLine(first)),
                ("run", $"{Timed(result)}, batch {result.Batch}: {result.Instructions:N0} instructions, " +
                    $"{Quantity.Bytes.Show(result.DramRoomBytes)} of DRAM for its tensors"),
                ("command", Command(first)),
                ("version", $"report by wagesim {version}"),
            ];
        }
        return
        [
            ("network", $"{result.Network}, {result.Scheme} {result.Formats ?? result.Bits}"),
            ("data", $"{result.Data}: {result.TrainImages:N0} training and {result.TestImages:N0} test images" +
                (result.Augmentation == "none" ? "" : $", {result.Augmentation}")),
            ("chip", ChipLine(first)),
            ("run", $"batch {result.Batch}, {result.Epochs.Count} epochs, {result.Steps:N0} steps, " +
                $"{Rates(result)}, seed {result.Seed}" + (result.Preset is { } preset ? $", preset {preset}" : "")),
            ("command", Command(first)),
            ("version", (first.Record is { } record ? $"run by wagesim {record.Build}, begun {record.Began:yyyy-MM-dd HH:mm} UTC; " : "") +
                $"report by wagesim {version}"),
        ];
    }

    private static string ChipLine(ReportRun run) =>
        $"{run.Chip.Name}: {(run.Chip.Arrays > 1 ? $"{run.Chip.Arrays} × " : "")}{run.Chip.Rows}×{run.Chip.Cols} PEs " +
        $"of {run.Chip.MacBits} bits, {Quantity.Bytes.Show(run.Chip.Scratchpad.TotalBytes)} scratchpad, " +
        $"{Quantity.Bytes.Show(run.Chip.Accumulator.TotalBytes)} accumulators, " +
        $"{run.Chip.Vector.Lanes} lanes, {run.Chip.ClockMegahertz} MHz, {run.Chip.Dram.Name}";

    private static string Timed(RunResult result) =>
        $"the time of one {(result.Work == RunResult.Inference ? "inference pass" : "training step")}, without data";

    private static string Command(ReportRun run) => Settings.Command(run);

    private static string Json(RunSet set, IReadOnlyList<Table> tables, IReadOnlyList<Figure> figures, string version)
    {
        var json = new JsonObject
        {
            ["format"] = FormatName,
            ["version"] = version,
            ["runs"] = new JsonArray([.. set.Runs.Select(run => new JsonObject
            {
                ["name"] = run.Name,
                ["from"] = run.Where,
                ["network"] = run.Result.Network,
                ["chip"] = run.Chip.Name,
                ["summary"] = new JsonObject(Summary.Exact(run).Select(measure =>
                    KeyValuePair.Create(measure.Key, (JsonNode?)TableJson.Value(measure.Value)))),
            })]),
            ["tables"] = new JsonObject(tables.Select(table => KeyValuePair.Create(table.Key, (JsonNode?)TableJson.Write(table)))),
            ["figures"] = new JsonArray([.. figures.Select(figure => new JsonObject
            {
                ["key"] = figure.Key,
                ["title"] = figure.Title,
                ["explanation"] = figure.Explanation,
                ["file"] = $"{FiguresFolder}/{figure.Key}.svg",
            })]),
        };
        return json.ToJsonString(writing) + "\n";
    }

    private static string Rates(RunResult result) =>
        result.GradientBits is { } bits ? $"gradient bits {bits}"
        : result.LearningRateCode is { } codes ? $"learning-rate code {codes}, gradient range {result.GradientRange}"
        : $"learning rate {result.LearningRate}";
}
