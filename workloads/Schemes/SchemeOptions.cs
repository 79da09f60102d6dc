using System.Globalization;
using WageSim.Models;
using WageSim.Models.Networks;

namespace WageSim.Workloads.Schemes;

/// <summary>What can be chosen of a scheme; null where its default applies.</summary>
public sealed record SchemeOptions
{
    /// <summary>WAGE: widths W-A-G-E.</summary>
    public BitWidths? Bits { get; init; }

    /// <summary>WAGE: learning rates from epochs on, such as "8@0,1@20".</summary>
    public string? LearningRate { get; init; }

    /// <summary>NITI: how activations and errors are rounded.</summary>
    public string? Rounding { get; init; }

    /// <summary>NITI: how the output error is made.</summary>
    public string? Loss { get; init; }

    /// <summary>NITI: whether half of the last layer's inputs are dropped in training.</summary>
    public bool? Dropout { get; init; }

    /// <summary>NITI: magnitude bits of updates from epochs on, such as "5@0,4@100".</summary>
    public string? GradientBits { get; init; }

    /// <summary>WAGEUBN: learning-rate codes of unit 2^-9 from epochs on, such as "26@0,3@30".</summary>
    public string? LearningRateCode { get; init; }

    /// <summary>WAGEUBN: ranges of the weight gradients from epochs on, such as "128@0,32@60".</summary>
    public string? GradientRange { get; init; }

    /// <summary>WAGEUBN: the largest activation code, or "none".</summary>
    public string? ActivationClip { get; init; }

    /// <summary>WAGEUBN: running statistics decay by 2^-shift a step.</summary>
    public int? RunningShift { get; init; }

    /// <summary>The first option that was chosen, as the command line spells it, or null.</summary>
    public string? FirstChosen => Chosen().Select(chosen => chosen.Option).FirstOrDefault();

    /// <summary>What was chosen, such as "bits 2-8-8-8; learning-rate 8@0,1@200".</summary>
    public override string ToString() => string.Join("; ", Chosen().Select(chosen => $"{chosen.Option[2..]} {chosen.Value}"));

    /// <summary>These, and those of others where nothing was chosen.</summary>
    public SchemeOptions Or(SchemeOptions others) => new()
    {
        Bits = Bits ?? others.Bits,
        LearningRate = LearningRate ?? others.LearningRate,
        Rounding = Rounding ?? others.Rounding,
        Loss = Loss ?? others.Loss,
        Dropout = Dropout ?? others.Dropout,
        GradientBits = GradientBits ?? others.GradientBits,
        LearningRateCode = LearningRateCode ?? others.LearningRateCode,
        GradientRange = GradientRange ?? others.GradientRange,
        ActivationClip = ActivationClip ?? others.ActivationClip,
        RunningShift = RunningShift ?? others.RunningShift,
    };

    /// <summary>Throws where an option was chosen that is not among those of a scheme.</summary>
    /// <param name="known">The options that the scheme has, as the command line spells them.</param>
    internal void CheckFor(Scheme scheme, params ReadOnlySpan<string> known)
    {
        foreach (var (option, value) in Chosen())
            if (!known.Contains(option)) throw new InputException($"{option}: '{value}': scheme {scheme.Name} does not have this option");
    }

    private IEnumerable<(string Option, string Value)> Chosen()
    {
        if (Bits is { } bits) yield return (BitsOption, $"{bits}");
        if (LearningRate is not null) yield return (LearningRateOption, LearningRate);
        if (Rounding is not null) yield return (RoundingOption, Rounding);
        if (Loss is not null) yield return (LossOption, Loss);
        if (Dropout is { } dropout) yield return (DropoutOption, dropout ? "on" : "off");
        if (GradientBits is not null) yield return (GradientBitsOption, GradientBits);
        if (LearningRateCode is not null) yield return (LearningRateCodeOption, LearningRateCode);
        if (GradientRange is not null) yield return (GradientRangeOption, GradientRange);
        if (ActivationClip is not null) yield return (ActivationClipOption, ActivationClip);
        if (RunningShift is { } shift) yield return (RunningShiftOption, shift.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The options as the command line spells them.</summary>
    public const string BitsOption = "--bits", LearningRateOption = "--learning-rate", RoundingOption = "--rounding",
        LossOption = "--loss", DropoutOption = "--dropout", GradientBitsOption = "--gradient-bits",
        LearningRateCodeOption = "--learning-rate-code", GradientRangeOption = "--gradient-range",
        ActivationClipOption = "--activation-clip", RunningShiftOption = "--running-shift";
}
