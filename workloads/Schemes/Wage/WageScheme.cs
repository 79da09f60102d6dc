using WageSim.Models.Golden;
using WageSim.Models.Golden.Wage;
using WageSim.Models.Networks;
using WageSim.Models.Schemes;
using WageSim.Models.Schemes.Wage;
using WageSim.Models.Traces;
using WageSim.Models.Traces.Wage;
using WageSim.Workloads.Compiler;
using WageSim.Workloads.Datasets;

namespace WageSim.Workloads.Schemes.Wage;

/// <summary>WAGE (Wu et al., ICLR 2018).</summary>
public sealed class WageScheme : Scheme
{
    public override string Name => WageParameters.Name;
    public override string Description => "WAGE (Wu et al., ICLR 2018): low-bit weights, activations, gradients and errors of fixed ranges";
    public override string RateName => "learning rate";
    public override string DigitsNetwork => "digits-cnn";
    public override IReadOnlyList<Preset> Presets => WagePresets.All;

    public override SchemeParameters Parameters(Network network, SchemeOptions options)
    {
        CheckIsChain(network);
        options.CheckFor(this, SchemeOptions.BitsOption, SchemeOptions.LearningRateOption);
        return WageParameters.Default(network, options.Bits ?? BitWidths.Paper);
    }

    public override PixelCodes InputCodes(DataSet data) => PixelCodes.SignedUnit;

    public override int[][] StartState(SchemeParameters parameters, uint seed) =>
        WageInitializer.Draw((WageParameters)parameters, seed);

    public override StepDraws Draws(SchemeParameters parameters, uint seed, uint step, int batch) => new(
        parameters.Network.Layers.ToDictionary(layer => WeightDraws.TensorName(layer.Index),
            layer => WeightDraws.Of(seed, step, layer.Index, layer.WeightCount)));

    public override IGoldenTrainer Golden(SchemeParameters parameters) => new WageTrainer((WageParameters)parameters);

    public override RateSchedule Rates(SchemeOptions options, bool digits) =>
        LearningRateSchedule.Parse(options.LearningRate ?? (digits ? "8@0,1@20" : "8@0,1@1"));

    public override (double Loss, int Errors) Loss(SchemeParameters parameters, long[] output, int exponent, int[] labels) =>
        WageLoss.Of(output, labels, (WageParameters)parameters);

    public override ITrainingTrace Trace(string folder) => WageTrace.Load(folder);

    internal override Lowering Lowering { get; } = new WageLowering();
}
