using WageSim.Reports.Charts;
using WageSim.Reports.Pages;
using WageSim.Reports.Tables;

namespace WageSim.Reports.RunReports;

/// <summary>Runs of different schemes side by side: what each was told, what it came to, and whether the work was equal.</summary>
internal static class Schemes
{
    private static readonly string[] figures =
    [
        "testError", "trainError", "cycles", "chipSeconds", "energyPicojoules", "dramBytes", "macs", "peProducts", "picojoulesPerMac",
        "squareMicrons", "neededSquareMicrons",
    ];

    private static readonly string[] charted = ["testError", "cycles", "energyPicojoules", "dramBytes", "neededSquareMicrons"];

    /// <summary>The section, or none where all runs are of one scheme.</summary>
    public static IReadOnlyList<Section> Of(RunSet set)
    {
        if (set.Runs.Select(run => run.Result.Scheme).Distinct().Count() < 2) return [];
        return
        [
            new("schemes", "Schemes side by side", Work(set),
            [
                new Figure("schemes", "The figures as multiples of run A's", "Shorter is better; run A's own are 1.",
                    width => BarChart.Grouped("The figures as multiples of run A's", new("multiple of run A", Quantity.Number), set.Names,
                        Multiples(set), width)) { IsWide = true },
                Summary.Some(set, "schemes", "What the schemes come to", figures),
                Told(set),
            ]),
        ];
    }

    /// <summary>Chip, data and images that all runs share, or what they differ in.</summary>
    private static string Work(RunSet set)
    {
        (string What, Func<ReportRun, string> Of)[] parts =
        [
            ("chip", run => run.Result.ChipDescription.ToJsonString()), ("prices", run => run.Result.Energy.Prices),
            ("data", run => run.Result.Data), ("augmentation", run => run.Result.Augmentation),
            ("training images", run => $"{run.Result.TrainImages}"), ("test images", run => $"{run.Result.TestImages}"),
            ("epochs", run => $"{run.Result.Epochs.Count}"), ("batch", run => $"{run.Result.Batch}"),
            ("network", run => run.Result.Network),
        ];
        string[] different = [.. parts.Where(part => set.Runs.Select(part.Of).Distinct().Count() > 1).Select(part => part.What)];
        return different.Length == 0
            ? $"All runs have the same network, chip, prices and data, and learn from {Seen(set.First):N0} images."
            : $"Not alike in all runs: {string.Join(", ", different)}. Images learnt from: " +
                $"{string.Join("; ", set.Runs.Select(run => $"{set.BarName(run)} {Seen(run):N0}"))}.";
    }

    private static long Seen(ReportRun run) => run.Result.Steps * run.Result.Batch;

    private static IReadOnlyList<(string, IReadOnlyList<double>)> Multiples(RunSet set) =>
    [
        .. Summary.Chosen(charted)
            .Select(measure => (measure.Name, Values: set.Runs.Select(run => Arithmetic.Double(measure.Value(run))).ToList()))
            .Where(row => row.Values[0] > 0 && row.Values.TrueForAll(double.IsFinite))
            .Select(row => (row.Name, (IReadOnlyList<double>)[.. row.Values.Select(value => value / row.Values[0])])),
    ];

    private static Table Told(RunSet set)
    {
        var told = set.Runs.Select(run => Settings.Scheme(run)
            .Prepend((Key: "network", Value: run.Result.NetworkName ?? run.Result.Network))
            .ToDictionary(field => field.Key, field => field.Value)).ToList();
        string[] keys = [.. told.SelectMany(fields => fields.Keys).Distinct()];
        return new("schemes-settings", "What each scheme was told", "",
            [
                new("key", "Setting", Quantity.Text, "Name as in the run's record."),
                .. set.Runs.Select((run, i) => new Column($"value{RunSet.Letter(i)}", run.Name, Quantity.Text,
                    "What the run had; empty where its scheme has no such setting.")),
                new("meaning", "Meaning", Quantity.Text, "The setting in a sentence."),
            ],
            [.. keys.Select(key => (object?[])[key, .. told.Select(fields => fields.GetValueOrDefault(key)), SettingMeanings.Of(key)])]);
    }
}
