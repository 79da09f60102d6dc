using WageSim.Reports.Charts;
using WageSim.Reports.Pages;
using WageSim.Reports.Tables;

namespace WageSim.Reports.RunReports;

/// <summary>Where a step goes, by phase; of residual networks by block, too.</summary>
internal static class Phases
{
    private const string Explanation =
        "MACs are those of the network, from its shapes. Passes are PE products of a MAC: a moving operand wider than 8 bits takes a " +
        "pass for each of its bytes, a standing one for each slice of a PE's bits, the weight gradient both.";

    private const string OfWageubn =
        " WAGEUBN's activations take two, or one where they are clipped to at most 255; its errors E2 take two: coarse and fine codes " +
        "are one operand of 15 bits, so that both of its passes are made whichever it is. A MAC counts once.";

    public static Section Of(RunSet set)
    {
        bool blocks = set.Runs.Any(run => LayerSum.ByBlock(run.Result.Layers).Count > 0);
        string explanation = Explanation + (set.Runs.Any(run => run.Result.Scheme == "wageubn") ? OfWageubn : "");
        return new("phases", blocks ? "Phases and blocks" : "Phases", explanation,
        [
            Shares(set),
            set.Each(run => Table(run, "phases", "Every phase", "phase", "Part of a step; what normalisations take of it stands apart.",
                LayerSum.ByPhase(run.Result.Layers))),
            .. !blocks ? [] : (IBlock[])
            [
                // Long networks have all their charts by block.
                .. set.Runs.Select((run, i) => (Run: run, At: i))
                    .Where(at => !at.Run.IsByBlock && LayerSum.ByBlock(at.Run.Result.Layers).Count > 0)
                    .Select(at => Blocks(set, at.Run, at.At)),
                set.Each(run => Table(run, "blocks", "Every block", "block", "Token of the network's notation; blocks are numbered from 0.",
                    LayerSum.ByBlock(run.Result.Layers))),
            ],
        ]);
    }

    // One bar a measure and run, whose parts are the phases' shares of it.
    private static Figure Shares(RunSet set)
    {
        (string Name, Func<LayerSum, double> Of)[] measures =
        [
            ("cycles", sum => sum.Cycles), ("energy", sum => (double)sum.EnergyPicojoules), ("DRAM traffic", sum => sum.DramBytes),
            ("MACs", sum => sum.Macs), ("PE products", sum => sum.PeProducts),
        ];
        var phases = set.Runs.Select(run => LayerSum.ByPhase(run.Result.Layers)).ToList();
        string[] names = [.. LayerSum.ByPhase(set.Runs.SelectMany(run => run.Result.Layers)).Select(phase => phase.Name)];
        var groups = measures.Select(measure => new BarGroup(measure.Name, [.. set.Runs.Select((run, i) => new Bar(set.BarName(run),
            [.. names.Select(name => Share(phases[i], name, measure.Of))]))])).ToList();
        const string title = "Share of each phase";
        return new("phase-shares", title, "Of cycles, energy, DRAM traffic, MACs and PE products; each bar is the whole.",
            width => BarChart.Stacked(title, new("share", Quantity.Share), names, groups, width)) { IsWide = true };
    }

    private static double Share(IReadOnlyList<LayerSum> phases, string name, Func<LayerSum, double> of) =>
        phases.Sum(of) is > 0 and var whole ? phases.Where(phase => phase.Name == name).Sum(of) / whole : 0;

    private static Figure Blocks(RunSet set, ReportRun run, int i)
    {
        string title = $"Cycles by block and phase{(set.IsOne ? "" : $": {run.Name}")}";
        var blocks = run.Result.Layers.Where(layer => layer.Part is not null).GroupBy(LayerSum.Block)
            .Select(block => new BarGroup(block.Key, [new Bar("", [.. set.Phases.Select(phase =>
                (double)block.Where(layer => layer.Phase == phase).Sum(layer => layer.Cycles))])])).ToList();
        return new(set.IsOne ? "blocks" : $"blocks-{RunSet.Letter(i)}", title, "A bar a block of the network, with its normalisations.",
            width => BarChart.Stacked(title, new("cycles", Quantity.Cycles), set.Phases, blocks, width)) { IsWide = true };
    }

    private static Table Table(
        ReportRun run, string key, string title, string label, string explanation, IReadOnlyList<LayerSum> sums) => new(key, title, "",
        [
            new(label, Words.Heading(label), Quantity.Text, explanation),
            new("cycles", "Cycles", Quantity.Cycles, "Chip cycles of all steps."),
            new("share", "Share", Quantity.Share, "Of all cycles."),
            new("macs", "MACs", Quantity.Count, "Multiply-accumulates of the network."),
            new("peProducts", "PE products", Quantity.Count, "Products made by PEs."),
            new("passes", "Passes", Quantity.Number, "PE products of a MAC."),
            new("utilization", "Utilisation", Quantity.Share, "PE products divided by PEs and cycles."),
            new("dramBytes", "DRAM traffic", Quantity.Bytes, "Bytes of all bursts from and to DRAM."),
            new("energy", "Energy", Quantity.Energy, "Counts times prices."),
            new("energyShare", "of all", Quantity.Share, "Part of the energy of all steps."),
        ],
        [.. sums.Select(sum => Row(run, sum))])
    {
        Total = sums.Count == 0 ? null : Row(run, LayerSum.Of("all", run.Result.Layers)),
    };

    private static object?[] Row(ReportRun run, LayerSum sum) =>
    [
        sum.Name, sum.Cycles, Arithmetic.Share(sum.Cycles, run.Result.Cycles), sum.Macs, sum.PeProducts, sum.Passes,
        sum.Utilization(run.Pes), sum.DramBytes, sum.EnergyPicojoules, Arithmetic.Share(sum.EnergyPicojoules, run.Result.EnergyPicojoules),
    ];
}
