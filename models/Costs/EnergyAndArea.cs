namespace WageSim.Models.Costs;

/// <summary>Energy in pJ beside area in µm².</summary>
public readonly record struct EnergyAndArea(decimal Picojoules, decimal SquareMicrons)
{
    public static EnergyAndArea operator +(EnergyAndArea a, EnergyAndArea b) =>
        new(a.Picojoules + b.Picojoules, a.SquareMicrons + b.SquareMicrons);

    public static EnergyAndArea operator *(EnergyAndArea a, decimal times) => new(a.Picojoules * times, a.SquareMicrons * times);
}
