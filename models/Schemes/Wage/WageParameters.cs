using System.Globalization;
using WageSim.Models.Costs;
using WageSim.Models.Networks;
using WageSim.Models.Numerics;

namespace WageSim.Models.Schemes.Wage;

/// <summary>The constants of WAGE training of one network: widths, layer scales alpha and the weight clip.</summary>
/// <param name="Network">What is trained.</param>
/// <param name="Bits">W-A-G-E widths.</param>
/// <param name="AlphaLog2">log2 of each layer's scale alpha (a power of two, ≥ 1).</param>
/// <param name="WeightClipBits">
/// Stored weights are clipped at 1 - 2^(1-bits): kW as the authors' code does, or kG as the paper has it.
/// </param>
public sealed record WageParameters(Network Network, BitWidths Bits, IReadOnlyList<int> AlphaLog2, int WeightClipBits)
    : SchemeParameters(Network, Bits)
{
    /// <summary>Name of the scheme.</summary>
    public const string Name = "wage";

    /// <summary>Bits of the input image's codes: value = code · 2^-7.</summary>
    public const int InputBits = ImageBits;

    public override string Scheme => Name;
    public override string Formats => $"{Bits}";
    public override int LargestWeight => new FixedFormat(Bits.Weight).MaxCode;
    public override int LargestError => new FixedFormat(Bits.Error).MaxCode;
    public override int LargestStoredWeight => new FixedFormat(Bits.Gradient).MaxCode;
    public override string StoredWeightType => "i2";

    // Errors of the sum of squares are differences; those of softmax are all that the chip's multipliers, tables and divider are for.
    public override NeededParts Needs =>
        Network.Loss == Loss.CrossEntropy ? NeededParts.Whole(Bits.Weight) : new(Bits.Weight, 0, 0, 0, 0, 0, 0);

    public override IReadOnlyList<KeyValuePair<string, string>> Settings =>
    [
        new("alphaLog2", string.Join(',', AlphaLog2)),
        new("weightClipBits", WeightClipBits.ToString(CultureInfo.InvariantCulture)),
    ];

    /// <summary>The authors' defaults: alpha from the fan-in, clip at the kW bound.</summary>
    public static WageParameters Default(Network network, BitWidths bits) =>
        new(network, bits, [.. network.Layers.Select(layer => DefaultAlphaLog2(layer.FanIn, bits.Weight))], bits.Weight);

    /// <summary>
    /// log2 alpha = max(0, round(log2(1.5 · 2^(1-kW) / sqrt(3 / fan-in)))) (WAGE eq. 6 with the fan-in term of the authors'
    /// code).
    /// </summary>
    public static int DefaultAlphaLog2(int fanIn, int weightBits) =>
        Math.Max(0, (int)Math.Round(Math.Log2(1.5 * Math.ScaleB(1, 1 - weightBits) / Math.Sqrt(3.0 / fanIn))));

    public override long LargestTarget => Network.Loss == Loss.SquaredErrors ? 1L << TargetLog2 : 0;
    public override int LargestInput(WeightLayer layer) => new FixedFormat(InputBitsOf(layer)).MaxCode;

    /// <summary>Right shift from accumulator to activation code, (kW-1) + log2 alpha + (bits in - kA).</summary>
    public int ActivationShift(WeightLayer layer) => Bits.Weight - 1 + AlphaLog2[layer.Index] + InputBitsOf(layer) - Bits.Activation;

    /// <summary>log2 of an output of 1 (SSE's target, one nat of softmax) in units of the last layer's accumulator.</summary>
    public int TargetLog2 => InputBitsOf(Network.Layers[^1]) - 1 + Bits.Weight - 1 + AlphaLog2[^1];

    /// <summary>Largest stored weight code after an update, 2^(kG-1) - 2^(kG-clip).</summary>
    public int WeightLimit => (1 << Bits.Gradient - 1) - (1 << Bits.Gradient - WeightClipBits);
}
