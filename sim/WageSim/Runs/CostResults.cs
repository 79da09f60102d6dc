using WageSim.Machine;
using WageSim.Models.Costs;
using WageSim.Models.Networks;
using WageSim.Reports;

namespace WageSim.Runs;

/// <summary>Energy and area of a run as results.</summary>
internal static class CostResults
{
    /// <summary>Energy of a program that is run a number of times.</summary>
    /// <param name="zeros">Products with a zero operand in all runs, or null where not all were counted.</param>
    public static EnergyResult Energy(StepMetrics metrics, MachineResult result, long times = 1, ZeroTally? zeros = null)
    {
        var work = (StepMetrics.Work(result) * times) with { ZeroProducts = zeros?.Total() };
        var parts = metrics.Energy.Parts(work);
        return new(
            parts.Sum(part => part.Picojoules), metrics.Prices.Table.Name, EnergyModel.ByComponent(parts),
            [.. parts.Where(part => part.Count > 0).Select(Part)],
            [.. LayerPhases.Of(result).Select(range => Layer(range, metrics.Energy.Parts(Work(range, times, zeros))))],
            metrics.Energy.Picojoules(work, gated: false), metrics.Energy.Picojoules(work, gated: true));
    }

    /// <summary>Time, counts and energy of each layer and phase.</summary>
    public static IReadOnlyList<LayerResult> Layers(
        Network network, StepMetrics metrics, MachineResult result, long times = 1, ZeroTally? zeros = null) =>
    [
        .. LayerPhases.Of(result).Select(part => new LayerResult(
            part.Layer, part.Phase, part.Cycles * times, part.Macs * times, part.PeProducts * times,
            metrics.Utilization(part.PeProducts, part.Cycles), metrics.Picojoules(Work(part, times, zeros)),
            Stalls(part.States, times), Activity(part.Activity * times), zeros?.Of(part.Layer, part.Phase))
        {
            Part = network.Residual?.PartOf(part.Layer),
        }),
    ];

    private static WorkCounts Work(RangeResult range, long times, ZeroTally? zeros) =>
        (StepMetrics.Work(range) * times) with { ZeroProducts = zeros?.Of(range.Layer, range.Phase) };

    /// <summary>Counts by name.</summary>
    public static IReadOnlyDictionary<string, long> Activity(ActivityCounts counts) =>
        counts.ToDictionary(entry => entry.Key.ToString(), entry => entry.Value);

    /// <summary>Cycles that units waited, by "unit.cause".</summary>
    public static IReadOnlyDictionary<string, long> Stalls(UnitStates states, long times = 1) =>
        ResultTables.Stalls(states).ToDictionary(stall => stall.Name, stall => stall.Cycles * times);

    public static DramResult Dram(DramStatistics dram, long times = 1) => new(
        dram.RowHits * times, dram.RowMisses * times, dram.RowConflicts * times, dram.Activates * times, dram.Refreshes * times,
        dram.ReadBursts * times, dram.WriteBursts * times);

    /// <summary>Area of a chip.</summary>
    public static AreaResult Area(ChipPrices prices) =>
        new(prices.Area.SquareMicrons, prices.Area.ByComponent(), Node(prices.Area));

    /// <summary>Area of the parts that a scheme needs.</summary>
    public static IReadOnlyList<NeededPartResult> NeededArea(ChipPrices prices, NeededParts needs) =>
    [
        .. Models.Costs.NeededArea.Of(prices, needs).Select(part => new NeededPartResult(
            part.Part, part.Width, part.SquareMicrons, part.OnChip, part.Entries, part.Derivation)),
    ];

    /// <summary>The same work in INT8, FP16 and FP32.</summary>
    public static IReadOnlyList<FloatingPointResult> FloatingPoint(StepMetrics metrics, WorkCounts work, long macs)
    {
        var formats = FloatingPointComparison.Of(metrics.Prices, work, macs);
        var (first, total) = (formats[0], formats[0].Total);
        var (wide, narrow) = (first.Multiply + first.Add, first.Multiply + first.NarrowAdd);
        return
        [
            .. formats.Select(cost => new FloatingPointResult(
                cost.Format, cost.Bits, cost.Multiply.Picojoules, cost.Add.Picojoules,
                cost.Multiplications.Picojoules, cost.Additions.Picojoules, cost.Memories.Picojoules, cost.Others.Picojoules,
                cost.Total.Picojoules,
                cost.Multiplications.SquareMicrons, cost.Additions.SquareMicrons, cost.Memories.SquareMicrons, cost.Others.SquareMicrons,
                cost.Total.SquareMicrons, cost.Arithmetic)
            {
                MacEnergyRatio = Ratio((cost.Multiply + cost.Add).Picojoules, wide.Picojoules),
                MacAreaRatio = Ratio((cost.Multiply + cost.Add).SquareMicrons, wide.SquareMicrons),
                NarrowMacEnergyRatio = Ratio((cost.Multiply + cost.NarrowAdd).Picojoules, narrow.Picojoules),
                NarrowMacAreaRatio = Ratio((cost.Multiply + cost.NarrowAdd).SquareMicrons, narrow.SquareMicrons),
                EnergyRatio = Ratio(cost.Total.Picojoules, total.Picojoules),
                AreaRatio = Ratio(cost.Total.SquareMicrons, total.SquareMicrons),
            }),
        ];

        static decimal? Ratio(decimal value, decimal of) => of == 0 ? null : Math.Round(value / of, 6);
    }

    /// <summary>The table with every entry.</summary>
    public static PriceTableResult Table(PriceTable table) => new(table.Name, table.Description,
    [
        .. table.Entries.Select(entry => new PriceEntryResult(
            entry.Key, entry.Value.Unit, entry.Value.WidthBits, entry.Value.Status, entry.Value.Source)
        {
            OtherBits = entry.Value.OtherBits,
            Bytes = entry.Value.Bytes,
            Picojoules = entry.Value.Picojoules,
            WritePicojoules = entry.Value.WritePicojoules,
            TimesCurrents = entry.Value.TimesCurrents,
            SquareMicrons = entry.Value.SquareMicrons,
            Milliwatts = entry.Value.Milliwatts,
            Note = entry.Value.Note,
        }),
    ]);

    private static AreaNodeResult Node(AreaNode node) => new(
        node.Name, node.SquareMicrons, node.Count, node.Entries, node.Derivation, [.. node.Children.Select(Node)]);

    private static EnergyPartResult Part(EnergyPart part)
    {
        var price = part.Price;
        return new(
            price.Component, price.Item, price.Unit, part.Count, price.Picojoules, part.Picojoules, price.Entries, price.Derivation);
    }

    private static LayerEnergyResult Layer(RangeResult range, IReadOnlyList<EnergyPart> parts) =>
        new(range.Layer, range.Phase, parts.Sum(part => part.Picojoules), EnergyModel.ByComponent(parts));
}
