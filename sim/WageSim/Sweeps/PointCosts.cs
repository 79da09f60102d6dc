using WageSim.Machine;
using WageSim.Models.Costs;
using WageSim.Models.Hardware;
using WageSim.Runs;

namespace WageSim.Sweeps;

/// <summary>Energy and area of a point, as exact sums of counts times prices.</summary>
internal sealed class PointCosts(Chip chip, string prices)
{
    public const string DefaultPrices = "paper";

    private readonly StepMetrics metrics = new(chip, PriceTable.Load(prices));

    /// <summary>Energy by component, pJ.</summary>
    public IReadOnlyDictionary<string, decimal> EnergyComponents(MachineResult result) =>
        EnergyModel.ByComponent(new EnergyModel(metrics.Prices.Energy).Parts(StepMetrics.Work(result)));

    /// <summary>Energy of a layer and phase, pJ.</summary>
    public decimal Picojoules(RangeResult range) => metrics.Picojoules(StepMetrics.Work(range));

    /// <summary>Area by component, µm².</summary>
    public static IReadOnlyDictionary<string, decimal> AreaComponents() => new Dictionary<string, decimal>();

    /// <summary>Time and utilisation.</summary>
    public StepMetrics Metrics => metrics;
}
