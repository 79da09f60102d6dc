using WageSim.Models.Networks;
using WageSim.Models.Networks.Residual;

namespace WageSim.Models.Schemes;

/// <summary>The constants of WAGEUBN training of one residual network (Yang et al., arXiv 1909.02384).</summary>
/// <param name="Network">What is trained.</param>
public sealed record WageubnParameters(ResidualNetwork Network)
{
    /// <summary>Largest code of images, weights and, before E2's flag, errors.</summary>
    public const int MaxCode = 127;

    /// <summary>Largest E2 operand, 128 · 127.</summary>
    public const int MaxOperand = 128 * MaxCode;

    /// <summary>Largest activation code that normalisation can make, (2047 · 1023 + 128 · 1023) / 128: where there is no clip.</summary>
    public const int UnclippedActivation = 17383;

    /// <summary>Range of the shift that running statistics decay by.</summary>
    public const int LeastRunningShift = 1, MostRunningShift = 15;

    /// <summary>Range of the learning-rate code, unit 2^-9.</summary>
    public const int LeastLearningRate = 1, MostLearningRate = 511;

    /// <summary>Most values of a channel in a batch, 256 images of 224 × 224: up to it all sums fit their widths.</summary>
    public const int MostValues = 256 * 224 * 224;

    /// <summary>What the gradients' range may be: weight steps are up to range - 1, unit 2^-14.</summary>
    public static IReadOnlyList<int> GradientRanges { get; } = [2, 8, 32, 128];

    /// <summary>Largest activation code; null: none but what normalisation can make.</summary>
    public int? ActivationClip { get; init; } = 1023;

    /// <summary>Running statistics decay by 2^-shift a step; their unit is 2^-(15 + shift).</summary>
    public int RunningShift { get; init; } = 8;

    /// <summary>The largest code that a layer reads.</summary>
    public int LargestInput(ResidualLayer layer) =>
        layer.Norm < 0 ? MaxCode : Math.Min(ActivationClip ?? int.MaxValue, UnclippedActivation);

    /// <summary>The largest sum that a layer can make.</summary>
    public long LargestSum(ResidualLayer layer) => (long)layer.Weights.FanIn * LargestInput(layer) * MaxCode;

    /// <summary>Throws where a constant or the loss's errors leave their range.</summary>
    public void Check()
    {
        if (ActivationClip is < 1 or > UnclippedActivation)
            throw new InputException($"activation clip {ActivationClip} is outside 1..{UnclippedActivation}");
        if (RunningShift is < LeastRunningShift or > MostRunningShift)
            throw new InputException($"running shift {RunningShift} is outside {LeastRunningShift}..{MostRunningShift}");
        // An error of squares is a logit less 2^14.
        long largest = LargestSum(Network.Layers[^1]) + (1 << 14);
        if (Network.Loss == Loss.SquaredErrors && largest > int.MaxValue)
            throw new InputException($"layer {Network.Layers[^1].Weights.Name}: errors of squares could reach {largest}; up to " +
                $"{int.MaxValue} is allowed: clip activations, or take a softmax such as {Network.Classes}CE");
    }

    /// <summary>Throws where a batch has more values in a channel than sums have room for.</summary>
    public void CheckBatch(int batch)
    {
        var largest = Network.Layers.MaxBy(layer => layer.Weights.Accumulator.Pixels)!;
        long values = (long)batch * largest.Weights.Accumulator.Pixels;
        if (values > MostValues)
            throw new InputException($"batch {batch}: a channel of layer {largest.Weights.Name}, {largest.Place}, has {values} values; " +
                $"up to {MostValues} are allowed");
    }

    /// <summary>Throws where a learning-rate code or a gradient range is not allowed.</summary>
    public static void CheckRate(int learningRate, int gradientRange)
    {
        if (learningRate is < LeastLearningRate or > MostLearningRate)
            throw new InputException($"learning-rate code {learningRate} is outside {LeastLearningRate}..{MostLearningRate}");
        if (!GradientRanges.Contains(gradientRange))
            throw new InputException($"gradient range {gradientRange} is not one of {string.Join(", ", GradientRanges)}");
    }
}
