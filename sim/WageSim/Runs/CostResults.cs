using WageSim.Machine;
using WageSim.Models.Costs;
using WageSim.Reports;

namespace WageSim.Runs;

/// <summary>Energy and area of a run as results.</summary>
internal static class CostResults
{
    /// <summary>Energy of a program that is run a number of times.</summary>
    /// <param name="zeros">Products with a zero operand in all runs, or null where not all were counted.</param>
    public static EnergyResult Energy(StepMetrics metrics, MachineResult result, long times = 1, ZeroTally? zeros = null)
    {
        var model = new EnergyModel(metrics.Prices.Energy);
        var parts = model.Parts((StepMetrics.Work(result) * times) with { ZeroProducts = zeros?.Total() });
        return new(
            parts.Sum(part => part.Picojoules), metrics.Prices.Table.Name, EnergyModel.ByComponent(parts),
            [.. parts.Where(part => part.Count > 0).Select(Part)],
            [.. LayerPhases.Of(result).Select(range => Layer(range, model.Parts(Work(range, times, zeros))))],
            null, null);
    }

    /// <summary>Time, counts and energy of each layer and phase.</summary>
    public static IReadOnlyList<LayerResult> Layers(StepMetrics metrics, MachineResult result, long times = 1, ZeroTally? zeros = null) =>
    [
        .. LayerPhases.Of(result).Select(part => new LayerResult(
            part.Layer, part.Phase, part.Cycles * times, part.Macs * times, part.PeProducts * times,
            metrics.Utilization(part.PeProducts, part.Cycles), metrics.Picojoules(Work(part, times, zeros)),
            Stalls(part.States, times), Activity(part.Activity * times), zeros?.Of(part.Layer, part.Phase))),
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
    public static AreaResult Area(StepMetrics metrics) => new(
        0, Components.OfArea.ToDictionary(component => component, _ => 0m), new(metrics.Chip.Name, 0, 1, [], "", []));

    /// <summary>The table with every entry.</summary>
    public static PriceTableResult Table(PriceTable table) => new(table.Name, table.Description,
    [
        .. table.Prices.Select(price => new PriceEntryResult($"{price.Activity}", price.Unit, price.WidthBits, price.Status, price.Source)
        {
            Picojoules = (decimal)price.Picojoules,
        }),
    ]);

    private static EnergyPartResult Part(EnergyPart part)
    {
        var price = part.Price;
        return new(
            price.Component, price.Item, price.Unit, part.Count, price.Picojoules, part.Picojoules, price.Entries, price.Derivation);
    }

    private static LayerEnergyResult Layer(RangeResult range, IReadOnlyList<EnergyPart> parts) =>
        new(range.Layer, range.Phase, parts.Sum(part => part.Picojoules), EnergyModel.ByComponent(parts));
}
