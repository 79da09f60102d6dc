using WageSim.Reports.Charts;
using WageSim.Reports.Pages;
using WageSim.Reports.Tables;

namespace WageSim.Reports.RunReports;

/// <summary>Products with an operand of zero, counted from the data.</summary>
internal static class Zeros
{
    public static Section Of(RunSet set)
    {
        const string explanation =
            "A product with an operand of zero adds nothing: a chip with zero gating does not clock its multiplier and adder.";
        ReportRun[] counted = [.. set.Runs.Where(run => run.Result.Layers.Any(part => part.ZeroProducts is not null))];
        string missing = string.Join(", ", set.Runs.Except(counted).Select(run => run.Name));
        List<IBlock> blocks = [.. counted.Select(run => Chart(set, run))];
        if (missing != "") blocks.Add(new Paragraph($"Zeros were not counted in {missing}."));
        if (counted.Length > 0)
        {
            var some = new RunSet(counted);
            blocks.Add(Gating(counted));
            blocks.Add(some.Each(Layers));
        }
        return new("zeros", "Products with a zero", explanation, blocks);
    }

    private static Figure Chart(RunSet set, ReportRun run)
    {
        string title = $"Products with a zero, by layer and phase{(set.IsOne ? "" : $": {run.Name}")}";
        string key = set.IsOne ? "zeros" : $"zeros-{RunSet.Letter(set.Runs.ToList().IndexOf(run))}";
        return new(key, title, "Share of PE products of which at least one operand is zero.",
            width => HeatMap.Draw(title, "layer", Cycles.Names(run), "", set.Phases,
                Cycles.Values(run, set.Phases, part => part.PeProducts > 0 && part.ZeroProducts is { } zeros
                    ? (double)zeros / part.PeProducts : null),
                Quantity.Share, width, 1)) { IsWide = true };
    }

    private static Table Layers(ReportRun run) => new("zeros", "Products with a zero by layer and phase", "",
        [
            Energy.LayerColumn, Energy.PhaseColumn,
            new("peProducts", "PE products", Quantity.Count, "Products made by PEs."),
            new("zeroProducts", "with a zero", Quantity.Count, "Those of which at least one operand is zero."),
            new("share", "Share", Quantity.Share, "Part of PE products with a zero."),
        ],
        [.. run.Result.Layers.Where(part => part.PeProducts > 0).Select(part => (object?[])
            [part.Name, part.Phase, part.PeProducts, part.ZeroProducts, Share(part.ZeroProducts, part.PeProducts)])])
    {
        Total = run.Result.Layers.Sum(part => part.ZeroProducts ?? 0) is var zeros
            ? ["all", "", run.Result.PeProducts, zeros, Share(zeros, run.Result.PeProducts)] : null,
    };

    private static Table Gating(ReportRun[] runs) => new("zero-gating", "What zero gating saves", "",
        [
            new("run", "Run", Quantity.Text, "Which of the runs of this page."),
            new("gating", "This chip gates", Quantity.Text,
                "Whether the run's chip has zero gating, so that its energy is the second figure."),
            new("without", "without gating", Quantity.Energy, "Energy if every product costs the same."),
            new("with", "with gating", Quantity.Energy, "Energy if products with a zero cost the table's price of a gated one."),
            new("saved", "Saved", Quantity.Share, "The difference as a part of the energy without gating."),
        ],
        [.. runs.Select(run => run.Result.Energy is var energy ? (object?[])
        [
            run.Name, energy.TotalPicojoules != energy.WithoutZeroGatingPicojoules, energy.WithoutZeroGatingPicojoules,
                energy.WithZeroGatingPicojoules,
            energy.WithoutZeroGatingPicojoules is { } whole && energy.WithZeroGatingPicojoules is { } gated && whole != 0
                ? (double)(1 - gated / whole) : null,
        ] : [])]);

    private static double? Share(long? zeros, long products) => zeros is { } some && products > 0 ? (double)some / products : null;
}
