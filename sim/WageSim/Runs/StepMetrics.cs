using WageSim.Models.Costs;
using WageSim.Models.Hardware;

namespace WageSim.Runs;

/// <summary>Derived figures: time, utilisation and energy from counts.</summary>
public sealed class StepMetrics(Chip chip)
{
    private readonly EnergyModel energy = new(PriceTable.Load("paper"));

    /// <summary>Chip time.</summary>
    public double Seconds(long cycles) => cycles / (chip.ClockMegahertz * 1e6);

    /// <summary>Products per PE and cycle, 0…1.</summary>
    public double Utilization(long peProducts, long cycles) =>
        cycles == 0 ? 0 : peProducts / ((double)cycles * chip.Arrays * chip.Rows * chip.Cols);

    public double Picojoules(ActivityCounts activity) => energy.Picojoules(activity);
}
