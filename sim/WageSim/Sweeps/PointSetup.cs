using System.Globalization;
using WageSim.Models;
using WageSim.Models.Costs;
using WageSim.Models.Hardware;
using WageSim.Models.Networks;
using WageSim.Models.Schemes;
using WageSim.Workloads.Compiler;

namespace WageSim.Sweeps;

/// <summary>A point with everything loaded and checked: what runs on which chip, how often, and at which prices.</summary>
/// <param name="Times">How often the program runs: the steps of an epoch, else 1.</param>
/// <param name="Densities">Measured shares of products with a zero operand, or null.</param>
internal sealed record PointSetup(
    DesignPoint Point, Chip Chip, WageParameters Parameters, CompileOptions Options, long Times, PriceTable Prices, Densities? Densities)
{
    /// <summary>
    /// What time depends on: the network, its widths, and the chip without names, prices and what only they read.
    /// Points with equal keys take the same time, cycle by cycle.
    /// </summary>
    public (string Network, ImageShape Input, BitWidths Bits, CompileOptions Options, Chip Chip) TimingKey =>
        (Parameters.Network.Notation, Parameters.Network.Input, Parameters.Bits, Options, Chip with
        {
            Name = "", ZeroGating = false, Dram = Chip.Dram with { Name = "", Source = "", Currents = null },
        });

    /// <summary>Throws InputException where the point is invalid.</summary>
    public static PointSetup Of(SweepPlan plan, DesignPoint point)
    {
        var overrides = point.Parameters.SelectMany(entry => SweepKeys.Overrides(entry.Key, entry.Value));
        return Of(plan, point, ChipFile.Load(point.Find(SweepKeys.Chip)!, [.. plan.Overrides, .. overrides]));
    }

    /// <summary>The same workload on another chip.</summary>
    public static PointSetup Of(SweepPlan plan, DesignPoint point, Chip chip)
    {
        string network = point.Find(SweepKeys.Network)!;
        int batch = Batch(point.Find(SweepKeys.Batch)!);
        var bits = point.Find(SweepKeys.Bits) is { } widths ? BitWidths.Parse(widths) : BitWidths.Paper;
        var (notation, input) = plan.Inputs.Network(network);
        var parameters = WageParameters.Default(Network.Parse(notation, input), bits);
        var options = new CompileOptions(batch, plan.Work == Work.Inference) { ErrorPass = Pass(point.Find(SweepKeys.ErrorPass)) };
        if (plan.Densities is { } densities && densities.Network != parameters.Network.Notation)
            throw new InputException(
                $"densities: they are of network '{densities.Network}'; the point's is '{parameters.Network.Notation}'");
        long times = plan.Work == Work.Epoch ? EpochImages.Steps(network, plan.Images, batch) : 1;
        return new(point, chip, parameters, options, times, plan.Inputs.Prices(PricesOf(point)), plan.Densities);
    }

    /// <summary>Name or file of a point's price table.</summary>
    public static string PricesOf(DesignPoint point) => point.Find(SweepKeys.Prices) ?? PriceTable.Default;

    private static int Batch(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int batch) && batch is >= 1 and <= 65536
            ? batch
            : throw new InputException($"batch={text}: is no batch; a whole number 1..65536 is expected");

    private static ErrorPass Pass(string? text) => text switch
    {
        null or "spill" => ErrorPass.Spill,
        "recompute" => ErrorPass.Recompute,
        _ => throw new InputException($"errorPass={text}: is not one of spill, recompute"),
    };
}
