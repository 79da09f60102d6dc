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
        ReportRun[] counted = [.. set.Runs.Where(run => run.Result.Zeros is not null)];
        string missing = string.Join(", ", set.Runs.Except(counted).Select(run => run.Name));
        List<IBlock> blocks = [.. counted.Select(run => Chart(set, run, run.Result.Zeros!))];
        if (missing != "") blocks.Add(new Paragraph($"Zeros were not counted in {missing}."));
        if (counted.Length > 0)
        {
            if (counted.Any(run => run.Result.Energy.WithZeroGatingPicojoules is not null)) blocks.Add(Gating(counted));
            blocks.Add(new RunSet(counted).Each(run => Layers(run.Result.Zeros!)));
        }
        return new("zeros", "Products with a zero", explanation, blocks);
    }

    private static Figure Chart(RunSet set, ReportRun run, ZeroResult zeros)
    {
        string title = $"Products with a zero, by {set.Row} and phase{(set.IsOne ? "" : $": {run.Name}")}";
        string key = set.IsOne ? "zeros" : $"zeros-{RunSet.Letter(set.Runs.ToList().IndexOf(run))}";
        return new(key, title, $"Share of PE products of which at least one operand is zero, {Counted(zeros)}.",
            width => HeatMap.Draw(title, set.Row, Cycles.Names(run), "", set.Phases,
                Cycles.Values(run, set.Phases, part => Share(run, zeros, part)), Quantity.Share, width, 1)) { IsWide = true };
    }

    private static double? Share(ReportRun run, ZeroResult zeros, LayerResult part)
    {
        var names = run.LayersOf(part.Name);
        var layers = zeros.Layers.Where(layer => names.Contains(layer.Name) && layer.Phase == part.Phase).ToList();
        return layers.Count == 0 ? null : layers.Sum(layer => layer.ZeroProducts) / (double)layers.Sum(layer => layer.PeProducts);
    }

    private static string Counted(ZeroResult zeros) => zeros.Counted == zeros.Of
        ? "counted in all steps" : $"counted in the first {zeros.Counted:N0} of {zeros.Of:N0} steps";

    private static Table Layers(ZeroResult zeros) => new("zeros", "Products with a zero by layer and phase", "",
        [
            Energy.LayerColumn, Energy.PhaseColumn,
            new("steps", "Steps", Quantity.Count, "Steps whose products were looked at, the first of the run."),
            new("peProducts", "PE products", Quantity.Count, "Products that PEs made in these steps."),
            new("zeroProducts", "with a zero", Quantity.Count, "Those of which at least one operand is zero."),
            new("share", "Share", Quantity.Share, "Part of PE products with a zero."),
        ],
        [.. zeros.Layers.Select(layer => (object?[])
            [layer.Name, layer.Phase, zeros.Counted, layer.PeProducts, layer.ZeroProducts, layer.Share])])
    {
        Total = ["all", "", zeros.Counted, zeros.PeProducts, zeros.ZeroProducts, zeros.Share],
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
        [.. runs.Select(run => (object?[])
        [
            run.Name, run.Chip.ZeroGating, run.Result.Energy.WithoutZeroGatingPicojoules, run.Result.Energy.WithZeroGatingPicojoules,
            Saved(run.Result.Energy),
        ])]);

    private static double? Saved(EnergyResult energy) =>
        -Arithmetic.Change(energy.WithoutZeroGatingPicojoules, energy.WithZeroGatingPicojoules);
}
