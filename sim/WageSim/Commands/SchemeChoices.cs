using System.CommandLine;
using WageSim.Models.Networks;
using WageSim.Models.Schemes.Niti;
using WageSim.Models.Schemes.Wageubn;
using WageSim.Workloads.Schemes;

namespace WageSim.Commands;

/// <summary>The scheme and what can be chosen of it.</summary>
/// <param name="trains">Whether the command trains, so that there are rates.</param>
internal sealed class SchemeChoices(bool trains)
{
    private readonly Option<string?> scheme = Choices.Text(
        "--scheme", string.Join('|', SchemeCatalogue.Names), $"how it is trained: {string.Join(", ", SchemeCatalogue.Names)} " +
        $"(default {SchemeCatalogue.Default.Name}, of residual networks wageubn; see list schemes)");
    private readonly Option<BitWidths?> bits = Choices.Bits();
    private readonly Option<string?> rounding = Choices.Text(
        SchemeOptions.RoundingOption, string.Join('|', NitiNames.Roundings),
        "niti: how activations and errors are rounded (default nearest-2021)");
    private readonly Option<string?> loss = Choices.Text(
        SchemeOptions.LossOption, string.Join('|', NitiNames.Losses), "niti: how the output error is made (default fixed-2021)");
    private readonly Option<string?> dropout = Choices.OnOff(
        SchemeOptions.DropoutOption, "niti: half of the last layer's inputs are dropped in training (default: the preset's, else off)");
    private readonly Option<string?> learningRate = Choices.Text(
        SchemeOptions.LearningRateOption, "RATE@EPOCH,...",
        "wage: powers of two, each from an epoch on, such as 8@0,1@20 (default: that for the digits, else 8@0,1@1)");
    private readonly Option<string?> gradientBits = Choices.Text(
        SchemeOptions.GradientBitsOption, "BITS@EPOCH,...",
        "niti: magnitude bits of updates, -1 to 5, each from an epoch on, such as 5@0,4@100 (default: the preset's or the data set's)");
    private readonly Option<string?> activationClip = Choices.Text(
        SchemeOptions.ActivationClipOption, "N|none", "wageubn: the largest activation code (default 1023)");
    private readonly Option<int?> runningShift = Choices.Number(
        SchemeOptions.RunningShiftOption, "wageubn: running statistics decay by 2^-SHIFT a step (default 8)",
        WageubnParameters.LeastRunningShift, WageubnParameters.MostRunningShift, "SHIFT");
    private readonly Option<string?> learningRateCode = Choices.Text(
        SchemeOptions.LearningRateCodeOption, "CODE@EPOCH,...",
        "wageubn: learning rates in units of 2^-9, 1 to 511, each from an epoch on, such as 26@0,3@30 " +
        "(default: the preset's or the data set's)");
    private readonly Option<string?> gradientRange = Choices.Text(
        SchemeOptions.GradientRangeOption, "RANGE@EPOCH,...",
        "wageubn: ranges of weight gradients, 2, 8, 32 or 128, each from an epoch on, such as 128@0,32@60 " +
        "(default: the preset's, else 128@0)");

    public void AddTo(Command command)
    {
        command.Add(scheme);
        command.Add(bits);
        command.Add(rounding);
        command.Add(loss);
        command.Add(dropout);
        command.Add(activationClip);
        command.Add(runningShift);
        if (!trains) return;
        command.Add(learningRate);
        command.Add(gradientBits);
        command.Add(learningRateCode);
        command.Add(gradientRange);
    }

    /// <summary>The scheme that was asked for, or null.</summary>
    public string? Name(ParseResult parsed) => parsed.GetValue(scheme);

    /// <summary>What was chosen.</summary>
    public SchemeOptions Of(ParseResult parsed) => new()
    {
        Bits = parsed.GetValue(bits),
        Rounding = parsed.GetValue(rounding),
        Loss = parsed.GetValue(loss),
        Dropout = parsed.GetValue(dropout) is { } value ? value == "on" : null,
        LearningRate = trains ? parsed.GetValue(learningRate) : null,
        GradientBits = trains ? parsed.GetValue(gradientBits) : null,
        ActivationClip = parsed.GetValue(activationClip),
        RunningShift = parsed.GetValue(runningShift),
        LearningRateCode = trains ? parsed.GetValue(learningRateCode) : null,
        GradientRange = trains ? parsed.GetValue(gradientRange) : null,
    };
}
