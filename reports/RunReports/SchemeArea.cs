using WageSim.Reports.Charts;
using WageSim.Reports.Pages;
using WageSim.Reports.Tables;

namespace WageSim.Reports.RunReports;

/// <summary>What the schemes of training need of the chip.</summary>
internal static class SchemeArea
{
    private const string Explanation =
        "The chip with only the parts, in the widths, that the scheme needs: memories, arrays and lanes are as many. " +
        "PEs are as wide as the weights that stand in them; wider products would take several passes.";

    /// <summary>Area that a run's scheme needs; null where the run does not say.</summary>
    public static decimal? Total(ReportRun run) => run.Result.NeededArea?.Sum(part => part.SquareMicrons);

    /// <summary>Tables, and of several runs a figure; nothing where no run says what its scheme needs.</summary>
    public static IReadOnlyList<IBlock> Of(RunSet set)
    {
        var runs = set.Runs.Where(run => run.Result.NeededArea is not null).ToList();
        if (runs.Count == 0) return [];
        var told = new RunSet(runs);
        string[] parts = [.. runs.SelectMany(run => run.Result.NeededArea!).Select(part => part.Part).Distinct()];
        var table = told.Compare("area-needed", "Area that the scheme needs", Explanation,
            [
                new("part", "Part", Quantity.Text, "Part of the chip that schemes need in different widths, or not at all."),
                .. runs.Select((run, i) => new Column(told.IsOne ? "width" : $"width{RunSet.Letter(i)}",
                    told.IsOne ? "Width" : $"Width {RunSet.Letter(i)}", Quantity.Text, "The width that the scheme needs.")),
            ],
            new("area", "Area", Quantity.Area, "Of all such parts of the chip in that width."),
            parts.Select(part => (
                (object?[])[part, .. runs.Select(run => (object?)Find(run, part)?.Width)],
                (IReadOnlyList<object?>)[.. runs.Select(run => (object?)(Find(run, part)?.SquareMicrons ?? 0))])),
            [.. runs.Select(run => (object?)Total(run))]);
        // What all have alike would dwarf the rest.
        string[] different =
            [.. parts.Where(part => runs.Select(run => Find(run, part)?.SquareMicrons ?? 0).Distinct().Count() > 1)];
        return
        [
            .. told.IsOne || different.Length == 0 ? [] : (IBlock[])[new Figure("area-needed", "Area that the schemes need differently",
                "Parts that the schemes need in different widths; all others are alike.",
                width => BarChart.Grouped("Area that the schemes need differently", new("area", Quantity.Area), told.Names,
                    [.. different.Select(part => (part, (IReadOnlyList<double>)[.. runs.Select(run =>
                        (double)(Find(run, part)?.SquareMicrons ?? 0))]))], width)) { IsWide = true }],
            table, told.Each(Derivations),
        ];
    }

    private static Table Derivations(ReportRun run) => new("area-needed-parts", "How the needed area follows", "",
        [
            new("part", "Part", Quantity.Text, "Part of the chip."),
            new("needed", "Needed", Quantity.Area, "In the width that the scheme needs."),
            new("onChip", "On the chip", Quantity.Area, "Of the chip's own, whose sum is the chip's area."),
            new("derivation", "Derivation", Quantity.Text, "How it follows from the price table."),
        ],
        [.. run.Result.NeededArea!.Select(part => (object?[])[part.Part, part.SquareMicrons, part.OnChip, part.Derivation])])
    {
        Total = ["all", Total(run), run.Result.NeededArea!.Sum(part => part.OnChip), ""],
    };

    private static NeededPartResult? Find(ReportRun run, string part) => run.Result.NeededArea!.FirstOrDefault(own => own.Part == part);
}
