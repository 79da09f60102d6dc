using System.Globalization;
using WageSim.Models;
using WageSim.Models.Costs;
using WageSim.Models.Hardware;
using WageSim.Models.Networks;
using WageSim.Models.Schemes.Wageubn;
using WageSim.Workloads.Compiler;
using WageSim.Workloads.Schemes;
using WageSim.Workloads.Topologies;

namespace WageSim.Sweeps;

/// <summary>A point with everything loaded and checked: what runs on which chip, how often, and at which prices.</summary>
/// <param name="Times">How often the program runs: the steps of an epoch, else 1.</param>
/// <param name="Densities">Measured shares of products with a zero operand, or null.</param>
internal sealed record PointSetup(DesignPoint Point, Chip Chip, PointWork Work, long Times, PriceTable Prices, Densities? Densities)
{
    /// <summary>
    /// What time depends on: the work, and the chip without names, prices and what only they read.
    /// Points with equal keys take the same time, cycle by cycle.
    /// </summary>
    public (object Work, Chip Chip) TimingKey => (Work.Key, Chip with
    {
        Name = "", ZeroGating = false, Dram = Chip.Dram with { Name = "", Source = "", Currents = null },
    });

    /// <summary>Throws InputException where the point is invalid.</summary>
    public static PointSetup Of(SweepPlan plan, DesignPoint point)
    {
        string chip = point.Find(SweepKeys.Chip)!;
        string[] overrides =
            [.. plan.Overrides, .. point.Parameters.SelectMany(entry => SweepKeys.Overrides(entry.Key, entry.Value))];
        return Of(plan, point, point.Find(SweepKeys.Config) is { } file
            ? ArrayConfig.Load(file, chip, overrides).Chip : ChipFile.Load(chip, overrides));
    }

    /// <summary>The same workload on another chip.</summary>
    public static PointSetup Of(SweepPlan plan, DesignPoint point, Chip chip)
    {
        int batch = Batch(point.Find(SweepKeys.Batch)!);
        var prices = plan.Inputs.Prices(PricesOf(point));
        if (point.Find(SweepKeys.Topology) is { } topology)
        {
            var layers = new LayerOptions(Flow(point, chip), batch, WeightBits(point.Find(SweepKeys.WeightBits)));
            return new(point, chip, new TopologyWork(plan.Inputs.Topology(topology), layers), 1, prices, null);
        }
        string network = point.Find(SweepKeys.Network)!;
        var options = new SchemeOptions
        {
            Bits = point.Find(SweepKeys.Bits) is { } widths ? BitWidths.Parse(widths) : null,
            Rounding = point.Find(SweepKeys.Rounding), Loss = point.Find(SweepKeys.Loss), Dropout = Dropout(point.Find(SweepKeys.Dropout)),
            ActivationClip = point.Find(SweepKeys.ActivationClip), RunningShift = RunningShift(point.Find(SweepKeys.RunningShift)),
        };
        var (notation, input) = plan.Inputs.Network(network);
        var scheme = SchemeCatalogue.For(point.Find(SweepKeys.Scheme), notation);
        var parameters = scheme.Parameters(Network.Parse(notation, input), options);
        if (plan.Densities is { } densities && densities.Network != parameters.Network.Notation)
            throw new InputException(
                $"densities: they are of network '{densities.Network}'; the point's is '{parameters.Network.Notation}'");
        bool inference = plan.Work == Sweeps.Work.Inference;
        var compiled = new CompileOptions(batch, inference)
        {
            ErrorPass = scheme.Pass(Pass(point.Find(SweepKeys.ErrorPass))),
            Saved = scheme.Saved(Saved(point.Find(SweepKeys.Saved), inference)),
        };
        long times = plan.Work == Sweeps.Work.Epoch ? EpochImages.Steps(network, plan.Images, batch) : 1;
        return new(point, chip, new NetworkWork(parameters, compiled), times, prices, plan.Densities);
    }

    /// <summary>Name or file of a point's price table.</summary>
    public static string PricesOf(DesignPoint point) => point.Find(SweepKeys.Prices) ?? PriceTable.Default;

    private static Dataflow Flow(DesignPoint point, Chip chip) => point.Find(SweepKeys.Dataflow) switch
    {
        "ws" => Dataflow.WeightStationary,
        "os" => Dataflow.OutputStationary,
        null when point.Find(SweepKeys.Config) is { } file => ArrayConfig.Read(file, chip).Dataflow ?? Dataflow.WeightStationary,
        null => Dataflow.WeightStationary,
        var other => throw new InputException($"dataflow={other}: is not one of ws, os"),
    };

    private static int WeightBits(string? text) =>
        text is null ? 8
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int bits) && bits is >= 2 and <= 8 ? bits
        : throw new InputException($"weightBits={text}: a whole number 2..8 is expected");

    private static int Batch(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int batch) && batch is >= 1 and <= 65536
            ? batch
            : throw new InputException($"batch={text}: is no batch; a whole number 1..65536 is expected");

    private static int? RunningShift(string? text) =>
        text is null ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int shift) &&
            shift is >= WageubnParameters.LeastRunningShift and <= WageubnParameters.MostRunningShift ? shift
        : throw new InputException($"runningShift={text}: a whole number " +
            $"{WageubnParameters.LeastRunningShift}..{WageubnParameters.MostRunningShift} is expected");

    private static bool? Dropout(string? text) => text switch
    {
        null => null,
        "on" => true,
        "off" => false,
        _ => throw new InputException($"dropout={text}: is not one of on, off"),
    };

    private static SavedTensors? Saved(string? text, bool inference) => text switch
    {
        null => null,
        _ when inference => throw new InputException($"saved={text}: an inference pass saves nothing"),
        "spill" => SavedTensors.Spill,
        "recompute" => SavedTensors.Recompute,
        _ => throw new InputException($"saved={text}: is not one of spill, recompute"),
    };

    private static ErrorPass Pass(string? text) => text switch
    {
        null or "spill" => ErrorPass.Spill,
        "recompute" => ErrorPass.Recompute,
        _ => throw new InputException($"errorPass={text}: is not one of spill, recompute"),
    };
}
