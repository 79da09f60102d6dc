using WageSim.Models.Hardware;

namespace WageSim.Models.Costs;

/// <summary>The prices of everything that is counted on a chip, and its area, derived from a table.</summary>
public sealed class ChipPrices
{
    private ChipPrices(Chip chip, PriceTable table, IReadOnlyList<EnergyPrice> energy, AreaNode area) =>
        (Chip, Table, Energy, Area) = (chip, table, energy, area);

    public Chip Chip { get; }

    public PriceTable Table { get; }

    /// <summary>Prices of energy, each of one count.</summary>
    public IReadOnlyList<EnergyPrice> Energy { get; }

    public AreaNode Area { get; }

    /// <summary>The prices of a chip by a table; prices by DRAM currents need a DRAM that has them.</summary>
    public static ChipPrices For(Chip chip, PriceTable table)
    {
        var rules = new PriceRules(table);
        EnergyPrice[] energy =
        [
            .. ArrayPrices.Of(chip, rules), .. MemoryPrices.Of(chip, rules, table), .. UnitPrices.Of(chip, rules),
            .. StandingPrices.Of(chip, rules),
        ];
        return new(chip, table, energy, ChipArea.Of(chip, rules));
    }
}
