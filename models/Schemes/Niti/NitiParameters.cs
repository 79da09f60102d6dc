using WageSim.Models.Costs;
using WageSim.Models.Networks;

namespace WageSim.Models.Schemes.Niti;

/// <summary>The constants of NITI training of one network (Wang et al., arXiv 2009.13108).</summary>
/// <param name="Network">What is trained; its loss is softmax with cross-entropy.</param>
/// <param name="WeightExponents">Of each layer: code c stands for c · 2^exponent. They never change.</param>
/// <param name="Loss">How the output error is made.</param>
/// <param name="Rounding">How activations and errors are rounded.</param>
public sealed record NitiParameters(Network Network, IReadOnlyList<int> WeightExponents, NitiLoss Loss, NitiRounding Rounding)
    : SchemeParameters(Network, new(8, 8, 8, 8))
{
    /// <summary>Name of the scheme.</summary>
    public const string Name = "niti";

    /// <summary>Magnitude bits of codes: what a tensor is shifted to.</summary>
    public const int MagnitudeBits = 7;

    /// <summary>Largest code of activations, weights and errors.</summary>
    public const int MaxCode = 127;

    /// <summary>Smallest code, of images and of tensors that need no shift.</summary>
    public const int MinCode = -128;

    /// <summary>Range of the magnitude bits of updates; -1 is the authors' schedule of 2020, ternary with rare steps.</summary>
    public const int LeastGradientBits = -1, MostGradientBits = 5;

    /// <summary>Range of exponents of weights and images.</summary>
    public const int LeastExponent = -64, MostExponent = 63;

    /// <summary>Drops half of the last layer's inputs in training, the same ones for the whole batch.</summary>
    public bool Dropout { get; init; }

    public override string Scheme => Name;
    public override string Formats => $"int8, {NitiNames.Of(Rounding)}, {NitiNames.Of(Loss)}{(Dropout ? ", dropout" : "")}";
    public override int LargestWeight => MaxCode;
    public override int LargestError => -MinCode;
    public override int LargestStoredWeight => MaxCode;
    public override string StoredWeightType => "i1";
    public override long LargestTarget => 0;

    // Distances of codes have 9 bits, log2 e · 2^15 has 16; whole octaves need no table.
    public override NeededParts Needs => new(
        Bits.Weight, 9, 16, Loss == NitiLoss.Fixed2021 ? 16 : 0,
        ChipGeometry.WideRemainderBits, ChipGeometry.WideDivisorBits, ChipGeometry.WideQuotientBits);

    public override IReadOnlyList<KeyValuePair<string, string>> Settings =>
    [
        new("weightExponents", string.Join(',', WeightExponents)), new("rounding", NitiNames.Of(Rounding)),
        new("loss", NitiNames.Of(Loss)), new("dropout", Dropout ? "on" : "off"),
    ];

    public override int LargestInput(WeightLayer layer) => layer.Index == 0 ? -MinCode : MaxCode;

    /// <summary>The exponents that <see cref="NitiInitializer"/> has; loss and rounding of 2021.</summary>
    public static NitiParameters Default(Network network) => new(
        network, [.. network.Layers.Select(NitiInitializer.Exponent)], NitiLoss.Fixed2021, NitiRounding.Nearest2021);

    /// <summary>Throws where NITI does not know the loss or a pool, or where an exponent or a sum leaves its range.</summary>
    public void Check()
    {
        if (Network.Loss != Networks.Loss.CrossEntropy)
            throw new InputException($"network '{Network}': NITI trains softmax with cross-entropy; a last layer such as 10CE is expected");
        if (WeightExponents.Count != Network.Layers.Count)
            throw new InputException(
                $"{WeightExponents.Count} weight exponents are given; {Network.Layers.Count} are expected, one a layer");
        foreach (var layer in Network.Layers)
        {
            if (layer.Pool is { } pool && pool.Stride != pool.Size)
                throw new InputException($"layer {layer.Name}: pool {pool} overlaps; NITI's error codes have room for pools that do not");
            int exponent = WeightExponents[layer.Index];
            if (exponent is < LeastExponent or > MostExponent)
                throw new InputException(
                    $"layer {layer.Name}: weight exponent {exponent} is outside {LeastExponent}..{MostExponent}");
            Bound(layer, "sums", layer.FanIn);
            Bound(layer, "errors handed back", (long)layer.Kernel * layer.Kernel * layer.GroupOutputs);
        }
    }

    /// <summary>Throws where the magnitude bits of updates are outside their range.</summary>
    public static void CheckGradientBits(int bits)
    {
        if (bits is < LeastGradientBits or > MostGradientBits)
            throw new InputException($"gradient bits {bits} are outside {LeastGradientBits}..{MostGradientBits}");
    }

    // Sums are words of 32 bits; a factor may be -128 where its tensor needed no shift.
    private static void Bound(WeightLayer layer, string what, long products)
    {
        long largest = products * -MinCode * MaxCode;
        if (largest > int.MaxValue)
            throw new InputException($"layer {layer.Name}: {what} could reach {largest}; up to {int.MaxValue} is allowed");
    }
}
