namespace WageSim.Models.Costs;

/// <summary>Energy = counts · prices, in exact decimals.</summary>
public sealed class EnergyModel(ChipPrices prices)
{
    /// <summary>The prices.</summary>
    public ChipPrices Prices { get; } = prices;

    /// <summary>Energy of some work.</summary>
    public decimal Picojoules(WorkCounts work) => Parts(work).Sum(part => part.Picojoules);

    /// <summary>Energy of some work with or without gates, or null where zeros were not counted.</summary>
    public decimal? Picojoules(WorkCounts work, bool gated) =>
        work.ZeroProducts is null ? null : Parts(work, gated).Sum(part => part.Picojoules);

    /// <summary>Energy of some work, price by price; products of zeros are gated on a chip that does so, if they were counted.</summary>
    public IReadOnlyList<EnergyPart> Parts(WorkCounts work) => Parts(work, Prices.Chip.ZeroGating);

    /// <summary>Energy of parts by component, all components in order.</summary>
    public static IReadOnlyDictionary<string, decimal> ByComponent(IEnumerable<EnergyPart> parts)
    {
        var sums = Components.OfEnergy.ToDictionary(component => component, _ => 0m);
        foreach (var part in parts) sums[part.Price.Component] += part.Picojoules;
        return sums;
    }

    private IReadOnlyList<EnergyPart> Parts(WorkCounts work, bool gated)
    {
        long zeros = gated ? work.ZeroProducts ?? 0 : 0;
        return [.. Prices.Energy.Select(price => new EnergyPart(price, Count(price)))];

        long Count(EnergyPrice price)
        {
            if (price.IsForGated) return zeros;
            long count = price.Activity is { } activity ? work.Activity[activity] : work.Cycles;
            return price.IsGated ? count - zeros : count;
        }
    }
}
