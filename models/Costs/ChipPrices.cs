using WageSim.Models.Hardware;

namespace WageSim.Models.Costs;

/// <summary>The prices of everything that is counted on a chip, derived from a table.</summary>
public sealed class ChipPrices
{
    private ChipPrices(PriceTable table, IReadOnlyList<EnergyPrice> energy) => (Table, Energy) = (table, energy);

    public PriceTable Table { get; }

    /// <summary>Prices of energy, each of one count.</summary>
    public IReadOnlyList<EnergyPrice> Energy { get; }

    /// <summary>The prices of a chip by a table.</summary>
    public static ChipPrices For(Chip chip, PriceTable table) => new(table,
    [
        .. table.Prices.Select(price => new EnergyPrice(
            ComponentOf(price.Activity), $"{price.Activity}", price.Activity, (decimal)price.Picojoules, [$"{price.Activity}"],
            $"{price.Picojoules} pJ")),
    ]);

    private static string ComponentOf(Activity activity) => activity switch
    {
        <= Activity.MacPass8 => Components.Multiply,
        Activity.WeightPreload => Components.PeRegisters,
        <= Activity.AccumulatorWriteWord => Components.AccumulatorSram,
        <= Activity.ScratchpadWriteByte => Components.Scratchpad,
        <= Activity.DramActivate => Components.Dram,
        <= Activity.VectorDivide => Components.Vector,
        Activity.RandomDraw => Components.Random,
        _ => Components.Sequencer,
    };
}
