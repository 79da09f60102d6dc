using WageSim.Machine;
using WageSim.Models.Costs;
using WageSim.Models.Hardware;

namespace WageSim.Runs;

/// <summary>Derived figures: time, utilisation and energy from counts.</summary>
public sealed class StepMetrics(Chip chip, PriceTable table)
{
    private readonly EnergyModel energy = new(ChipPrices.For(chip, table));

    public Chip Chip { get; } = chip;

    /// <summary>Energy of counts on the chip.</summary>
    public EnergyModel Energy => energy;

    /// <summary>Every price on the chip.</summary>
    public ChipPrices Prices => energy.Prices;

    /// <summary>Chip time.</summary>
    public double Seconds(long cycles) => cycles / (Chip.ClockMegahertz * 1e6);

    /// <summary>Products per PE and cycle, 0…1.</summary>
    public double Utilization(long peProducts, long cycles) =>
        cycles == 0 ? 0 : peProducts / ((double)cycles * Chip.Arrays * Chip.Rows * Chip.Cols);

    public decimal Picojoules(WorkCounts work) => energy.Picojoules(work);

    /// <summary>What energy is charged for in a run of a program.</summary>
    public static WorkCounts Work(MachineResult result) => new(result.Activity, result.Cycles);

    /// <summary>The same in a layer and phase of it.</summary>
    public static WorkCounts Work(RangeResult range) => new(range.Activity, range.Cycles);
}
