using WageSim.Reports.Charts;
using WageSim.Reports.Pages;
using WageSim.Reports.Tables;

namespace WageSim.Reports.RunReports;

/// <summary>How far each layer and phase is from what arrays and memories allow (S. Williams, A. Waterman, D. Patterson, 2009).</summary>
internal static class Roofline
{
    private sealed record Memory(string Key, string Name, Func<ReportRun, double> BytesPerCycle, Func<LayerResult, long> Bytes);

    private static readonly Memory dram = new("dram", "DRAM", run => run.DramBytesPerCycle, part => Traffic.DramBytes(part.Activity));
    private static readonly Memory scratchpad =
        new("scratchpad", "scratchpad", run => run.ScratchpadBytesPerCycle, part => Traffic.ScratchpadBytes(part.Activity));

    public static Section Of(RunSet set) => new("roofline", "Roofline",
        "Each point is a layer's phase: to the right, how many products it makes of a byte it moves; upwards, how many it makes in a " +
        "cycle. The level line is a product in every PE in every cycle; the slope is the memory's peak. A point far below both is held " +
        "up by something else.",
        [Chart(set, dram), Chart(set, scratchpad), set.Each(Points)]);

    private static Figure Chart(RunSet set, Memory memory)
    {
        string title = $"Roofline of arrays and {memory.Name}";
        return new($"roofline-{memory.Key}", title,
            $"Products of PEs per byte moved from or to {memory.Name}, and per cycle; phases without products are in the table only.",
            width => ScatterChart.Draw(title, new($"PE products per byte of {memory.Name}", Quantity.Number, true),
                new("PE products per cycle", Quantity.Number, true), Groups(set, memory), Ceilings(set, memory), width)) { IsWide = true };
    }

    private static IReadOnlyList<ScatterGroup> Groups(RunSet set, Memory memory)
    {
        if (!set.IsOne) return [.. set.Runs.Select(run =>
            new ScatterGroup(run.Name, [.. Shown(run, memory).Select(part => Point(part, part.Phase, memory))]))];
        return [.. set.Phases.Select(phase => new ScatterGroup(phase,
            [.. Shown(set.First, memory).Where(part => part.Phase == phase).Select(part => Point(part, phase, memory))]))
            .Where(group => group.Points.Count > 0)];
    }

    private static IEnumerable<LayerResult> Shown(ReportRun run, Memory memory) =>
        run.Charted().Where(part => part.PeProducts > 0 && part.Cycles > 0 && memory.Bytes(part) > 0);

    private static ScatterPoint Point(LayerResult part, string phase, Memory memory) => new(
        $"{part.Name} {phase}", (double)part.PeProducts / memory.Bytes(part), (double)part.PeProducts / part.Cycles);

    private static IReadOnlyList<Series> Ceilings(RunSet set, Memory memory)
    {
        var intensities = set.Runs.SelectMany(run => Shown(run, memory)).Select(part =>
            (double)part.PeProducts / memory.Bytes(part)).ToList();
        var ridges = set.Runs.Select(run => run.Pes / memory.BytesPerCycle(run)).ToList();
        double low = intensities.Concat(ridges).Min() / 2, high = intensities.Concat(ridges).Max() * 4;
        return [.. set.Runs.Select((run, i) => new Series(
            $"{(set.IsOne ? "" : $"{RunSet.Letter(i)}: ")}{run.Pes:N0} PEs; {Quantity.Digits(memory.BytesPerCycle(run))} bytes a cycle",
            [(low, low * memory.BytesPerCycle(run)), (run.Pes / memory.BytesPerCycle(run), run.Pes), (high, run.Pes)]))];
    }

    private static Table Points(ReportRun run) => new("roofline", "Points of the roofline",
        $"Ceilings of {run.Name}: {run.Pes:N0} products a cycle; DRAM {Quantity.Digits(run.DramBytesPerCycle)} bytes a cycle " +
        $"({Quantity.Digits(run.DramBytesPerCycle * run.Chip.ClockMegahertz / 1000)} GB/s); " +
        $"scratchpad {run.ScratchpadBytesPerCycle:N0} bytes a cycle.",
        [
            Energy.LayerColumn, Energy.PhaseColumn,
            new("productsPerDramByte", "per DRAM byte", Quantity.Number, "PE products per byte moved from or to DRAM."),
            new("productsPerScratchpadByte", "per scratchpad byte", Quantity.Number,
                "PE products per byte read from or written to scratchpad banks."),
            new("productsPerCycle", "per cycle", Quantity.Number, "PE products per chip cycle."),
            new("roof", "Roof", Quantity.Number, "PE products per cycle that PEs, DRAM and scratchpad would allow at these intensities."),
            new("ofRoof", "of it reached", Quantity.Share, "PE products per cycle divided by the roof."),
            new("bound", "Bound by", Quantity.Text, "Which of PEs, DRAM and scratchpad gives the roof."),
            new("dramShare", "DRAM use", Quantity.Share, "Bytes moved per cycle divided by the DRAM's peak."),
            new("scratchpadShare", "Scratchpad use", Quantity.Share,
                "Bytes read and written per cycle divided by what all banks could pass."),
        ],
        [.. run.Result.Layers.Select(part => Row(run, part))]);

    private static object?[] Row(ReportRun run, LayerResult part)
    {
        long fromDram = dram.Bytes(part), fromScratchpad = scratchpad.Bytes(part);
        double? perDram = Over(part.PeProducts, fromDram), perScratchpad = Over(part.PeProducts, fromScratchpad),
            rate = Over(part.PeProducts, part.Cycles);
        (string Name, double Rate)[] roofs =
        [
            ("PEs", run.Pes), ("DRAM", perDram is { } a ? a * run.DramBytesPerCycle : double.PositiveInfinity),
            ("scratchpad", perScratchpad is { } b ? b * run.ScratchpadBytesPerCycle : double.PositiveInfinity),
        ];
        var roof = roofs.MinBy(one => one.Rate);
        bool hasProducts = part.PeProducts > 0;
        return
        [
            part.Name, part.Phase, hasProducts ? perDram : null, hasProducts ? perScratchpad : null, rate,
            hasProducts ? roof.Rate : null, hasProducts ? rate / roof.Rate : null, hasProducts ? roof.Name : "no products",
            Over(fromDram, part.Cycles) / run.DramBytesPerCycle, Over(fromScratchpad, part.Cycles) / run.ScratchpadBytesPerCycle,
        ];
    }

    private static double? Over(long a, long b) => b == 0 ? null : (double)a / b;
}
