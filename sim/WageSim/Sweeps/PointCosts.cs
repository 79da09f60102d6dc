using WageSim.Machine;
using WageSim.Models.Costs;
using WageSim.Models.Hardware;
using WageSim.Runs;

namespace WageSim.Sweeps;

/// <summary>Energy and area of a point, as exact sums of counts times prices.</summary>
/// <param name="densities">Measured shares of products with a zero operand, or null: all are charged in full.</param>
internal sealed class PointCosts(Chip chip, PriceTable prices, Densities? densities)
{
    /// <summary>Time and utilisation.</summary>
    public StepMetrics Metrics { get; } = new(chip, prices);

    /// <summary>Energy by component, pJ.</summary>
    public IReadOnlyDictionary<string, decimal> EnergyComponents(MachineResult result)
    {
        long? zeros = densities is null ? null : LayerPhases.Of(result).Sum(Zeros);
        return EnergyModel.ByComponent(Metrics.Energy.Parts(StepMetrics.Work(result) with { ZeroProducts = zeros }));
    }

    /// <summary>Energy of a layer and phase, pJ.</summary>
    public decimal Picojoules(RangeResult range) =>
        Metrics.Picojoules(StepMetrics.Work(range) with { ZeroProducts = Zeros(range) });

    /// <summary>Area by component, µm².</summary>
    public IReadOnlyDictionary<string, decimal> AreaComponents() => Metrics.Prices.Area.ByComponent();

    private long? Zeros(RangeResult range) => densities?.Zeros(range.Layer, range.Phase, range.PeProducts);
}
