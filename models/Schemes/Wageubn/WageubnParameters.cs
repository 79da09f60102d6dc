using System.Globalization;
using System.Numerics;
using WageSim.Models.Costs;
using WageSim.Models.Golden;
using WageSim.Models.Golden.Wageubn;
using WageSim.Models.Networks;
using WageSim.Models.Networks.Residual;

namespace WageSim.Models.Schemes.Wageubn;

/// <summary>The constants of WAGEUBN training of one residual network (Yang et al., arXiv 1909.02384).</summary>
/// <remarks>Widths are those of what the arrays multiply: weights of 8 bits, E2 of 15; what is stored has widths of its own.</remarks>
/// <param name="Network">What is trained, a residual network.</param>
public sealed record WageubnParameters(Network Network) : SchemeParameters(Network, new(8, 11, 8, 15))
{
    /// <summary>Name of the scheme.</summary>
    public const string Name = "wageubn";

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

    // An error of squares is a logit less 2^14.
    private const int Target = 1 << 14;

    // A lane's multiplications of 32 × 32 bits for an element of normalisation backward, beyond those of its own multiplier.
    private const int FurtherProducts = 3;

    // Activations have two bytes, however small their clip.
    private const int LeastActivationBits = 9;

    /// <summary>The constants of a residual network.</summary>
    public WageubnParameters(ResidualNetwork network) : this(Network.Of(network)) { }

    /// <summary>The graph of the network.</summary>
    public ResidualNetwork Residual => Network.Residual!;

    /// <summary>Largest activation code; null: none but what normalisation can make.</summary>
    public int? ActivationClip
    {
        get;
        init
        {
            field = value;
            int bits = BitOperations.Log2((uint)Math.Max(LargestActivation, 1)) + 2;
            Bits = Bits with { Activation = Math.Max(bits, LeastActivationBits) };
        }
    } = 1023;

    /// <summary>Largest activation code, clipped or not.</summary>
    public int LargestActivation => Math.Min(ActivationClip ?? int.MaxValue, UnclippedActivation);

    /// <summary>Running statistics decay by 2^-shift a step; their unit is 2^-(15 + shift).</summary>
    public int RunningShift { get; init; } = 8;

    public override string Scheme => Name;

    public override string Formats => string.Create(CultureInfo.InvariantCulture,
        $"int8, activations {(ActivationClip is { } clip ? $"to {clip}" : "unclipped")}, running 2^-{RunningShift}");

    public override int LargestWeight => MaxCode;
    public override int LargestError => MaxOperand;
    public override int LargestStoredWeight => int.MaxValue;
    public override string StoredWeightType => "i4";
    public override long LargestTarget => Network.Loss == Loss.SquaredErrors ? Target : 0;

    // Normalisation divides and multiplies whatever the loss is (docs/costs.md); only softmax needs the table of powers.
    public override NeededParts Needs
    {
        get
        {
            var whole = NeededParts.Whole(Bits.Weight) with { Products = FurtherProducts };
            return Network.Loss == Loss.CrossEntropy ? whole : whole with { Power = 0 };
        }
    }

    public override IReadOnlyList<KeyValuePair<string, string>> Settings =>
    [
        new("activationClip", ActivationClip?.ToString(CultureInfo.InvariantCulture) ?? "none"),
        new("runningShift", RunningShift.ToString(CultureInfo.InvariantCulture)),
    ];

    public override IReadOnlyList<StateTensor> State =>
    [
        .. from kind in WageubnState.OfLayers
           from layer in Network.Layers
           select Of(kind, layer.Index, layer.WeightDimensions),
        .. from kind in WageubnState.OfNorms
           from norm in Residual.Norms
           select Of(kind, norm.Index, [norm.Shape.Channels]),
    ];

    public override int LargestInput(WeightLayer layer) =>
        layer.Index == 0 ? MaxCode : LargestActivation;

    // Activations have no sign: up to 255 they are the lower one of their two bytes.
    public override int ProductBitsOf(WeightLayer layer) =>
        layer.Index > 0 && LargestInput(layer) <= byte.MaxValue ? 8 : InputBitsOf(layer);

    /// <summary>The largest sum that a layer can make.</summary>
    public long LargestSum(ResidualLayer layer) => (long)layer.Weights.FanIn * LargestInput(layer.Weights) * MaxCode;

    /// <summary>Throws where the network is a chain, or a constant or the loss's errors leave their range.</summary>
    public void Check()
    {
        if (Network.Residual is null)
            throw new InputException(
                $"network '{Network}': WAGEUBN trains residual networks, which end in GAP and a loss; " +
                "such as 16C3-R16-R32/2-GAP-10CE is expected");
        if (ActivationClip is < 1 or > UnclippedActivation)
            throw new InputException($"activation clip {ActivationClip} is outside 1..{UnclippedActivation}");
        if (RunningShift is < LeastRunningShift or > MostRunningShift)
            throw new InputException($"running shift {RunningShift} is outside {LeastRunningShift}..{MostRunningShift}");
        long largest = LargestSum(Residual.Layers[^1]) + Target;
        if (Network.Loss == Loss.SquaredErrors && largest > int.MaxValue)
            throw new InputException($"layer {Network.Layers[^1].Name}: errors of squares could reach {largest}; up to " +
                $"{int.MaxValue} is allowed: clip activations, or take a softmax such as {Network.Classes}CE");
    }

    /// <summary>Throws where a batch has more values in a channel, or in all of a layer's, than there is room for.</summary>
    public void CheckBatch(int batch)
    {
        CheckValues("a channel of layer", batch, layer => layer.Pixels, MostValues);
        CheckValues("layer", batch, layer => layer.Count, int.MaxValue);
    }

    private void CheckValues(string what, int batch, Func<ImageShape, long> ofImage, int most)
    {
        var largest = Residual.Layers.MaxBy(layer => ofImage(layer.Weights.Accumulator))!;
        long values = batch * ofImage(largest.Weights.Accumulator);
        if (values > most)
            throw new InputException(
                $"batch {batch}: {what} {largest.Weights.Name}, {largest.Place}, has {values} values; up to {most} are allowed");
    }

    /// <summary>Throws where a learning-rate code or a gradient range is not allowed.</summary>
    public static void CheckRate(int learningRate, int gradientRange)
    {
        if (learningRate is < LeastLearningRate or > MostLearningRate)
            throw new InputException($"learning-rate code {learningRate} is outside {LeastLearningRate}..{MostLearningRate}");
        if (!GradientRanges.Contains(gradientRange))
            throw new InputException($"gradient range {gradientRange} is not one of {string.Join(", ", GradientRanges)}");
    }

    private static StateTensor Of(TensorKind kind, int index, int[] dimensions)
    {
        bool isShort = kind == TensorKind.WeightMomentum;
        int largest = isShort ? short.MaxValue : int.MaxValue;
        // Deviations are divided by.
        int smallest = kind == TensorKind.RunningDeviation ? 0 : -largest;
        return new(WageubnState.NameOf(kind, index), isShort ? "i2" : "i4", smallest, largest, dimensions);
    }
}
