namespace WageSim.Models.Costs;

/// <summary>A count and its price: energy in exact decimals.</summary>
public sealed record EnergyPart(EnergyPrice Price, long Count)
{
    public decimal Picojoules => Count * Price.Picojoules;
}
