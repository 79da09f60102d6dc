using WageSim.Reports.Pages;
using WageSim.Reports.Tables;

namespace WageSim.Reports.RunReports;

/// <summary>The figures that a run is known by.</summary>
internal static class Summary
{
    /// <summary>A figure of a run, and how it is shown.</summary>
    internal sealed record Measure(string Key, string Name, Quantity Quantity, Func<ReportRun, object?> Value, string Explanation);

    private static readonly Measure[] measures =
    [
        new("testError", "Test error", Quantity.ErrorRate, run => run.Result.Epochs is [.., var last] ? last.TestError : null,
            "Share of test images that the network does not classify as what they are, after the last epoch."),
        new("trainError", "Training error", Quantity.ErrorRate, run => run.Result.Epochs is [.., var last] ? last.TrainError : null,
            "Share of training images classified wrongly in the last epoch, each before the step that learns from it."),
        new("cycles", "Cycles", Quantity.Cycles, run => run.Result.Cycles, "Chip cycles of all training steps; test passes are not in it."),
        new("chipSeconds", "Chip time", Quantity.Time, run => run.Result.ChipSeconds, "Those cycles divided by the chip's clock."),
        new("secondsPerEpoch", "Time of an epoch", Quantity.Time, run => Each(run, run.Result.ChipSeconds),
            "Chip time divided by the epochs."),
        new("energyPicojoules", "Energy", Quantity.Energy, run => run.Result.EnergyPicojoules,
            "All training steps: every count times its price, summed exactly."),
        new("energyPerEpoch", "Energy of an epoch", Quantity.Energy, run => Epochs(run) is 0
            ? null : run.Result.EnergyPicojoules / Epochs(run),
            "Energy divided by the epochs."),
        new("power", "Mean power", Quantity.Power,
            run => Over((double)run.Result.EnergyPicojoules * 1e-12, run.Result.ChipSeconds), "Energy divided by chip time."),
        new("energyDelay", "Energy-delay product", Quantity.EnergyDelay,
            run => (double)run.Result.EnergyPicojoules * 1e-12 * run.Result.ChipSeconds, "Energy times chip time: the less the better."),
        new("macs", "MACs", Quantity.Count, run => run.Result.Macs, "Multiply-accumulates of the network: forward, error and gradient."),
        new("peProducts", "PE products", Quantity.Count, run => run.Result.PeProducts,
            "Products made by PEs: MACs times the passes that operands wider than the PEs take."),
        new("picojoulesPerMac", "Energy of a MAC", Quantity.Energy, run => Over((double)run.Result.EnergyPicojoules, run.Result.Macs),
            "All energy divided by the MACs, so with its share of memory and control."),
        new("teraopsPerWatt", "TOPS/W", Quantity.Number, run => Over(2.0 * run.Result.Macs, (double)run.Result.EnergyPicojoules),
            "Operations, two of a MAC, per energy: 10¹² a joule."),
        new("utilization", "Utilisation", Quantity.Share, run => run.Result.Utilization,
            "PE products divided by PEs and cycles: the share of what the arrays could have done."),
        new("squareMicrons", "Area", Quantity.Area, run => run.Result.Area.TotalSquareMicrons,
            "All parts of the chip that the price table has an area for; DRAM is another chip."),
        new("neededSquareMicrons", "Area that the scheme needs", Quantity.Area, run => SchemeArea.Total(run),
            "The chip's area with only the parts, in the widths, that the run's scheme needs."),
        new("dramBytes", "DRAM traffic", Quantity.Bytes, run => Traffic.DramBytes(run.Result.Activity),
            "Bytes of all bursts from and to DRAM, used or not."),
        new("testCycles", "Cycles of test passes", Quantity.Cycles, run => run.Result.IsTimeOnly ? null : run.Result.TestCycles,
            "Forward passes over test images, after every epoch; in no other figure."),
    ];

    private static readonly Column[] labels =
    [
        new("measure", "Measure", Quantity.Text, "What is measured."),
        new("unit", "Exact in", Quantity.Text, "Of the exact value, which hovering shows and CSV and JSON have."),
    ];

    private static readonly string[] inTiles =
        ["testError", "cycles", "chipSeconds", "energyPicojoules", "energyPerEpoch", "energyDelay", "teraopsPerWatt", "picojoulesPerMac",
            "utilization", "squareMicrons"];

    public static IReadOnlyList<(string Name, IReadOnlyList<Tile> Tiles)> Tiles(RunSet set) => [.. set.Runs.Select(run =>
        (set.IsOne ? "" : run.Name, (IReadOnlyList<Tile>)[.. inTiles.Select(key => measures.Single(measure => measure.Key == key))
            .Where(measure => measure.Value(run) is not null)
            .Select(measure => new Tile(measure.Name, measure.Quantity.Show(measure.Value(run)), Note(set, run, measure),
                measure.Explanation))]))];

    public static Section Of(RunSet set)
    {
        const string explanation = "Hovering over a number, here and below, shows all its digits.";
        var known = measures.Where(measure => set.Runs.Any(run => measure.Value(run) is not null)).ToList();
        var table = Figures(set, "summary", "The figures of the run", explanation, known);
        // Beside one run there is room for what the measures mean.
        var meaning = new Column("explanation", "Meaning", Quantity.Text, "The measure in a sentence.");
        IReadOnlyList<Table> tables = set.IsOne
            ? [table with
            {
                Columns = [.. table.Columns, meaning],
                Rows = [.. table.Rows.Select((row, i) => (object?[])[.. row, known[i].Explanation])],
            }]
            : [table, new Table("measures", "What the measures mean", "", [labels[0], meaning],
                [.. known.Select(measure => (object?[])[measure.Name, measure.Explanation])])];
        return new("summary", "Summary", "", tables);
    }

    /// <summary>Some figures of all runs, in order.</summary>
    public static Table Some(RunSet set, string key, string title, IReadOnlyList<string> keys) =>
        Figures(set, key, title, "", Chosen(keys));

    /// <summary>Figures by key, in order.</summary>
    public static IReadOnlyList<Measure> Chosen(IReadOnlyList<string> keys) =>
        [.. keys.Select(key => measures.Single(measure => measure.Key == key))];

    private static Table Figures(RunSet set, string key, string title, string explanation, IReadOnlyList<Measure> chosen)
    {
        var table = set.Compare(key, title, explanation, labels,
            new("value", "Value", Quantity.Number, "The figure, in the unit that suits its size."),
            chosen.Select(measure => (new object?[] { measure.Name, measure.Quantity.Unit }, Values(set, measure))), null);
        return table with { Rows = [.. table.Rows.Select((row, i) => Typed(table.Columns, row, chosen[i]))] };
    }

    /// <summary>The exact values by key, as JSON has them.</summary>
    public static IEnumerable<(string Key, object? Value)> Exact(ReportRun run) =>
        measures.Select(measure => (measure.Key, measure.Value(run)));

    private static IReadOnlyList<object?> Values(RunSet set, Measure measure) => [.. set.Runs.Select(measure.Value)];

    // Every row measures something else; only changes are shares in all of them.
    private static object?[] Typed(IReadOnlyList<Column> columns, object?[] row, Measure measure) =>
        [.. row.Select((value, i) => value is null or string || columns[i].Quantity != Quantity.Number
            ? value : new Cell(value, measure.Quantity) { IsDifference = columns[i].IsDifference })];

    private static string Note(RunSet set, ReportRun run, Measure measure)
    {
        if (run != set.First && Arithmetic.Change(measure.Value(set.First), measure.Value(run)) is { } change)
            return $"{Quantity.Change.ShowDifference(change)} against A";
        return measure.Key switch
        {
            "testError" => $"{run.Result.TestImages:N0} images, epoch {run.Result.Epochs.Count}",
            "cycles" => run.Result.Work == RunResult.Inference ? "1 pass"
                : run.Result.Steps == 1 ? "1 step" : $"{run.Result.Steps:N0} steps",
            "chipSeconds" => $"at {run.Chip.ClockMegahertz} MHz",
            "energyPicojoules" => $"prices: {run.Result.Energy.Prices}",
            "utilization" => $"of {run.Pes:N0} PEs",
            _ => "",
        };
    }

    private static long Epochs(ReportRun run) => run.Result.Epochs.Count;

    private static object? Each(ReportRun run, double value) => Epochs(run) == 0 ? null : value / Epochs(run);

    private static object? Over(double a, double b) => b == 0 ? null : a / b;
}
