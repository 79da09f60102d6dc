namespace WageSim.Models.Costs;

/// <summary>Energy = counts · prices, in exact decimals.</summary>
public sealed class EnergyModel(IReadOnlyList<EnergyPrice> prices)
{
    /// <summary>Energy of some work.</summary>
    public decimal Picojoules(WorkCounts work) => Parts(work).Sum(part => part.Picojoules);

    /// <summary>Energy of some work, price by price.</summary>
    public IReadOnlyList<EnergyPart> Parts(WorkCounts work) => [.. prices.Select(price => new EnergyPart(price, CountOf(price, work)))];

    /// <summary>Energy of parts by component, all components in order.</summary>
    public static IReadOnlyDictionary<string, decimal> ByComponent(IEnumerable<EnergyPart> parts)
    {
        var sums = Components.OfEnergy.ToDictionary(component => component, _ => 0m);
        foreach (var part in parts) sums[part.Price.Component] += part.Picojoules;
        return sums;
    }

    private static long CountOf(EnergyPrice price, WorkCounts work) =>
        price.Activity is { } activity ? work.Activity[activity] : work.Cycles;
}
