using System.Text.Json.Nodes;
using WageSim.Models.Files;
using WageSim.Reports.Pages;
using WageSim.Reports.Tables;

namespace WageSim.Reports.RunReports;

/// <summary>What was run on what: command, settings and every field of the chip.</summary>
internal static class Settings
{
    public static Section Of(RunSet set) => new("settings", "Settings and chip",
        set.IsOne ? "" : "Rows that differ between the runs are set apart.",
        [Rows(set, "settings", "Settings", Run), Rows(set, "chip", "The chip", Chip)]);

    private static Table Rows(RunSet set, string key, string title, Func<ReportRun, IEnumerable<(string Key, string Value)>> read)
    {
        var values = set.Runs.Select(run => read(run).ToDictionary(field => field.Key, field => field.Value)).ToList();
        string[] keys = [.. values.SelectMany(fields => fields.Keys).Distinct()];
        var rows = keys.Select(field => values.Select(fields => fields.GetValueOrDefault(field)).ToList()).ToList();
        return new(key, title, "",
            [
                new("key", "Field", Quantity.Text, "Name as in the run's record, or in a chip file."),
                .. set.Runs.Select((run, i) => new Column(
                    set.IsOne ? "value" : $"value{RunSet.Letter(i)}", set.IsOne ? "Value" : run.Name, Quantity.Text, "What the run had.")),
                new("meaning", "Meaning", Quantity.Text, "The field in a sentence."),
            ],
            [.. keys.Select((field, i) => (object?[])[field, .. rows[i], SettingMeanings.Of(field)])])
        {
            Marked = rows.Select((row, i) => (row, i)).Where(at => at.row.Distinct().Count() > 1).Select(at => at.i).ToHashSet(),
        };
    }

    /// <summary>The run's command, as a shell takes it.</summary>
    public static string Command(ReportRun run) => string.Join(' ', run.Result.Command.Select(Quoted));

    private static IEnumerable<(string Key, string Value)> Run(ReportRun run)
    {
        var result = run.Result;
        yield return ("command", Command(run));
        yield return ("network", result.Network);
        yield return ("preset", result.Preset ?? "none");
        if (!result.IsTimeOnly)
        {
            yield return ("data", result.Data);
            yield return ("images", $"{result.TrainImages:N0} training, {result.TestImages:N0} test");
            yield return ("augmentation", result.Augmentation);
        }
        foreach (var field in Scheme(run)) yield return field;
        yield return ("batch", $"{result.Batch}");
        if (!result.IsTimeOnly)
        {
            yield return ("epochs", $"{result.Epochs.Count}");
            yield return ("steps", $"{result.Steps:N0}");
            yield return ("seed", $"{result.Seed}");
        }
        else yield return ("work", result.Work);
        if (result.Instructions is { } instructions) yield return ("instructions", $"{instructions:N0}");
        if (result.DramRoomBytes is { } room) yield return ("dramRoomBytes", $"{room:N0}");
        yield return ("errorPass", result.ErrorPass);
        if (result.Saved is { } saved) yield return ("saved", saved);
        if (!result.IsTimeOnly) yield return ("fidelity", result.Fidelity);
        yield return ("clock", result.Clock);
        yield return ("prices", result.Energy.Prices);
        if (!result.IsTimeOnly)
        {
            yield return ("goldenSteps", $"{result.GoldenSteps.Count}");
            yield return ("weightsSha256", result.WeightsSha256);
        }
        if (run.Record is not { } record) yield break;
        yield return ("began", $"{record.Began:yyyy-MM-dd HH:mm:ss} UTC");
        yield return ("simulator", record.Build);
    }

    /// <summary>The scheme of training and what it was told.</summary>
    public static IEnumerable<(string Key, string Value)> Scheme(ReportRun run)
    {
        var result = run.Result;
        yield return ("scheme", result.Scheme);
        yield return ("bits", result.Bits);
        // Where the scheme has one form of each loss only, the network's last layer says which.
        bool squares = result.Network.EndsWith("SSE", StringComparison.Ordinal);
        if (!result.SchemeSettings.ContainsKey("loss")) yield return ("loss", squares ? "sum of squares" : "softmax with cross-entropy");
        foreach (var (key, value) in result.SchemeSettings) yield return (key, value);
        if (result.LearningRate is { } rates) yield return ("learningRate", rates);
        if (result.GradientBits is { } gradientBits) yield return ("gradientBits", gradientBits);
        if (result.LearningRateCode is { } codes) yield return ("learningRateCode", codes);
        if (result.GradientRange is { } ranges) yield return ("gradientRange", ranges);
    }

    private static IEnumerable<(string Key, string Value)> Chip(ReportRun run)
    {
        var chip = (JsonObject)run.Result.ChipDescription.DeepClone();
        // A set of DRAM timing that goes by its name is shown with all its fields, too.
        chip["dram"] = RecordFile.Write(run.Chip.Dram);
        return Leaves(chip, "");
    }

    private static IEnumerable<(string, string)> Leaves(JsonNode? node, string key) => node switch
    {
        JsonObject json => json.SelectMany(field => Leaves(field.Value, key == "" ? field.Key : $"{key}.{field.Key}")),
        JsonValue value when value.TryGetValue(out string? text) => [(key, text)],
        null => [],
        _ => [(key, node.ToJsonString())],
    };

    private static string Quoted(string word) =>
        word.Length > 0 && word.All(c => char.IsLetterOrDigit(c) || "-_./:,=@%+^~".Contains(c)) ? word : $"'{word.Replace("'", "'\\''")}'";
}
