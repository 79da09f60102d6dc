using WageSim.Machine;
using WageSim.Models.Hardware;
using WageSim.Reports;
using WageSim.Runs;

namespace WageSim.Sweeps;

/// <summary>The time of a program on a chip, for all points that share it.</summary>
/// <remarks>
/// Without data and without the race check, which is a check of the compiler and not of a point: the tests run it on programs of sweeps.
/// </remarks>
internal sealed record PointSimulation(MachineResult Timing, long Instructions, long DramBytes)
{
    /// <summary>The results of a point that has this time.</summary>
    public SweepFigures Figures(PointSetup setup)
    {
        var (chip, result) = (setup.Chip, setup.Times == 1 ? Timing : TimingSum.Of([(Timing, setup.Times)]));
        var costs = new PointCosts(chip, setup.Prices, setup.Densities);
        var metrics = costs.Metrics;
        var energy = costs.EnergyComponents(result);
        var area = costs.AreaComponents();
        decimal picojoules = energy.Values.Sum();
        double seconds = metrics.Seconds(result.Cycles);
        return new()
        {
            Chip = ChipFile.Write(chip), Instructions = Instructions, DramBytes = DramBytes, Cycles = result.Cycles, Seconds = seconds,
            Macs = result.Macs, PeProducts = result.PeProducts, Utilization = metrics.Utilization(result.PeProducts, result.Cycles),
            EnergyPicojoules = picojoules, AreaSquareMicrons = area.Values.Sum(), EnergyDelay = (double)picojoules * 1e-12 * seconds,
            EnergyComponents = energy, AreaComponents = area,
            Layers = [.. LayerPhases.Of(result).Select(range => new SweepLayer(
                range.Layer, range.Phase, range.Cycles, range.Macs, range.PeProducts, metrics.Utilization(range.PeProducts, range.Cycles),
                costs.Picojoules(range), Names.States(range.States), Names.Counts(range.Activity)))],
            States = Names.States(result.States), Activity = Names.Counts(result.Activity), Dram = Names.Dram(result.Dram),
        };
    }
}
