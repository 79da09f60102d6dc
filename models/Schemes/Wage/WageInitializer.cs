using WageSim.Models.Networks;
using WageSim.Models.Numerics;

namespace WageSim.Models.Schemes.Wage;

/// <summary>
/// Start weights: uniform in ±L, L = max(sqrt(3 / fan-in), 1.5 · σ(kW)), then rounded to kW bits (WAGE eq. 4, authors'
/// code).
/// </summary>
/// <remarks>
/// All in integers. L in units of σ(kW) has 16 fraction bits: A = max(1.5 · 2^16, floor(sqrt(3 · 2^(2(kW-1)+32) / fan-in))).
/// Weight i draws v = 2^16 · draw(2i) + draw(2i + 1), its MAC code is round((2v + 1 - 2^32) · A / 2^48), clipped to kW bits, and the
/// stored code that times 2^(kG-kW). Where L = β · σ this is -1, 0, 1 with a third each.
/// </remarks>
public static class WageInitializer
{
    /// <summary>The step number that addresses start weights; training never gets there.</summary>
    public const uint Step = uint.MaxValue;

    private const int FractionBits = 16;

    /// <summary>Stored codes of every layer.</summary>
    public static int[][] Draw(WageParameters p, uint seed) =>
        [.. p.Network.Layers.Select(layer => Draw(layer, p.Bits, RandomBits.Key(seed, Step, (uint)layer.Index)))];

    /// <summary>The limit L of a layer in units of 2^-16 MAC codes.</summary>
    public static long Limit(int fanIn, int weightBits)
    {
        var square = ((Int128)3 << 2 * (weightBits - 1) + 2 * FractionBits) / fanIn;
        // Beyond 2^52 the square is rounded before its root is, which may then be one beside the floor.
        long root = (long)Math.Sqrt((double)square);
        if ((Int128)root * root > square) root--;
        else if ((Int128)(root + 1) * (root + 1) <= square) root++;
        return Math.Max(3L << FractionBits - 1, root);
    }

    private static int[] Draw(WeightLayer layer, BitWidths bits, uint key)
    {
        long limit = Limit(layer.FanIn, bits.Weight);
        var codes = new int[layer.WeightCount];
        for (int i = 0; i < codes.Length; i++)
        {
            uint draw = (uint)RandomBits.Draw(key, 2 * (uint)i) << 16 | RandomBits.Draw(key, 2 * (uint)i + 1);
            long code = Rounding.NearestEven((Int128)(2L * draw + 1 - (1L << 32)) * limit, 32 + FractionBits);
            codes[i] = (int)Rounding.Clip(code, new FixedFormat(bits.Weight).MaxCode) << bits.Gradient - bits.Weight;
        }
        return codes;
    }
}
