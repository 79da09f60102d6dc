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
    }

    /// <summary>The options as the command line spells them.</summary>
    public const string BitsOption = "--bits", LearningRateOption = "--learning-rate", RoundingOption = "--rounding",
        LossOption = "--loss", DropoutOption = "--dropout", GradientBitsOption = "--gradient-bits";
}
