using WageSim.Models;
using WageSim.Models.Files;
using WageSim.Models.Golden;
using WageSim.Models.Golden.Niti;
using WageSim.Models.Networks;
using WageSim.Models.Schemes;
using WageSim.Models.Schemes.Niti;
using WageSim.Models.Traces;
using WageSim.Models.Traces.Niti;
using WageSim.Workloads.Compiler;
using WageSim.Workloads.Datasets;

namespace WageSim.Workloads.Schemes.Niti;

/// <summary>NITI (Wang et al., arXiv 2009.13108; IEEE TPDS 2022).</summary>
public sealed class NitiScheme : Scheme
{
    public override string Name => NitiParameters.Name;
    public override string Description => "NITI (Wang et al., TPDS 2022): 8-bit tensors with one exponent each, gradients of few bits";
    public override string RateName => "gradient bits";
    public override string DigitsNetwork => "niti-digits";
    public override IReadOnlyList<Preset> Presets => NitiPresets.All;

    public override SchemeParameters Parameters(Network network, SchemeOptions options)
    {
        CheckIsChain(network);
        options.CheckFor(
            this, SchemeOptions.RoundingOption, SchemeOptions.LossOption, SchemeOptions.DropoutOption, SchemeOptions.GradientBitsOption);
        var defaults = NitiParameters.Default(network);
        var parameters = defaults with
        {
            Rounding = (NitiRounding)Find(SchemeOptions.RoundingOption, options.Rounding, NitiNames.Roundings, (int)defaults.Rounding),
            Loss = (NitiLoss)Find(SchemeOptions.LossOption, options.Loss, NitiNames.Losses, (int)defaults.Loss),
            Dropout = options.Dropout ?? defaults.Dropout,
        };
        parameters.Check();
        return parameters;
    }

    public override PixelCodes InputCodes(DataSet data) => PixelCodes.Normalised(data.Statistics);

    public override int[][] StartState(SchemeParameters parameters, uint seed) => NitiInitializer.Draw((NitiParameters)parameters, seed);

    public override StepDraws Draws(SchemeParameters parameters, uint seed, uint step, int batch) =>
        NitiDraws.Drawn((NitiParameters)parameters, seed, step, batch);

    public override IGoldenTrainer Golden(SchemeParameters parameters) => new NitiTrainer((NitiParameters)parameters);

    // The digits' schedule drops where the authors' does, at a half and three quarters.
    public override RateSchedule Rates(SchemeOptions options, bool digits) =>
        GradientBitsSchedule.Parse(options.GradientBits ?? (digits ? "5@0,4@20,3@30" : "5@0,4@1"));

    public override (double Loss, int Errors) Loss(SchemeParameters parameters, long[] output, int exponent, int[] labels) =>
        (SoftmaxLoss.Of(output, labels, Math.ScaleB(1, -exponent)), WrongImages.Of(output, labels));

    public override ITrainingTrace Trace(string folder) => NitiTrace.Load(folder);

    internal override Lowering Lowering { get; } = new NitiLowering();

    private static int Find(string option, string? name, IReadOnlyList<string> names, int absent)
    {
        if (name is null) return absent;
        for (int i = 0; i < names.Count; i++)
            if (names[i] == name) return i;
        throw new InputException(
            $"{option}: '{name}' is unknown; did you mean {Spelling.Nearest(name, names)}? Known are {string.Join(", ", names)}");
    }
}
