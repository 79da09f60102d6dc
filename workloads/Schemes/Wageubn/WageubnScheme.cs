using System.Globalization;
using WageSim.Models;
using WageSim.Models.Golden;
using WageSim.Models.Golden.Wageubn;
using WageSim.Models.Networks;
using WageSim.Models.Schemes;
using WageSim.Models.Schemes.Wageubn;
using WageSim.Models.Traces;
using WageSim.Models.Traces.Wageubn;
using WageSim.Workloads.Compiler;
using WageSim.Workloads.Datasets;

namespace WageSim.Workloads.Schemes.Wageubn;

/// <summary>WAGEUBN (Yang et al., Neural Networks 2020).</summary>
public sealed class WageubnScheme : Scheme
{
    private const string NoClip = "none";

    public override string Name => WageubnParameters.Name;
    public override string Description =>
        "WAGEUBN (Yang et al., Neural Networks 2020): residual networks with 8-bit batch normalisation and momentum";
    public override string RateName => "learning-rate code";
    public override string DigitsNetwork => "wageubn-digits";
    public override bool HasNormalisations => true;
    public override IReadOnlyList<Preset> Presets => WageubnPresets.All;

    public override SchemeParameters Parameters(Network network, SchemeOptions options)
    {
        options.CheckFor(
            this, SchemeOptions.LearningRateCodeOption, SchemeOptions.GradientRangeOption, SchemeOptions.ActivationClipOption,
            SchemeOptions.RunningShiftOption);
        var parameters = new WageubnParameters(network);
        if (options.ActivationClip is { } clip) parameters = parameters with { ActivationClip = Clip(clip) };
        if (options.RunningShift is { } shift) parameters = parameters with { RunningShift = shift };
        parameters.Check();
        return parameters;
    }

    public override PixelCodes InputCodes(DataSet data) => PixelCodes.SignedUnit;

    public override int[][] StartState(SchemeParameters parameters, uint seed) =>
        WageubnState.Start((WageubnParameters)parameters, seed).Arrays;

    public override StepDraws Draws(SchemeParameters parameters, uint seed, uint step, int batch) => new(
        parameters.Network.Layers.ToDictionary(layer => WeightDraws.TensorName(layer.Index),
            layer => WeightDraws.Of(seed, step, layer.Index, layer.WeightCount)));

    public override IGoldenTrainer Golden(SchemeParameters parameters) => new WageubnTrainer((WageubnParameters)parameters);

    // The authors' first rates; on the digits, whose epochs have 44 steps, five times as much.
    public override RateSchedule Rates(SchemeOptions options, bool digits) => WageubnSchedule.Parse(
        options.LearningRateCode ?? (digits ? "128@0,26@20" : "26@0,3@1"), options.GradientRange ?? "128@0");

    public override (double Loss, int Errors) Loss(SchemeParameters parameters, long[] output, int exponent, int[] labels)
    {
        const double one = 1 << 14;
        int errors = WrongImages.Of(output, labels);
        if (parameters.Network.Loss == Models.Networks.Loss.CrossEntropy) return (SoftmaxLoss.Of(output, labels, one), errors);
        int classes = parameters.Network.Classes;
        double squares = 0;
        for (int i = 0; i < output.Length; i++)
            squares += Math.Pow(output[i] / one - (labels[i / classes] == i % classes ? 1 : 0), 2);
        return (squares / 2, errors);
    }

    public override ITrainingTrace Trace(string folder) => WageubnTrace.Load(folder);

    internal override Lowering Lowering { get; } = new WageubnLowering();

    private static int? Clip(string text)
    {
        if (text == NoClip) return null;
        const int most = WageubnParameters.UnclippedActivation;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int clip) && clip is >= 1 and <= most
            ? clip
            : throw new InputException($"{SchemeOptions.ActivationClipOption}: '{text}': 1..{most} or {NoClip} is expected");
    }
}
