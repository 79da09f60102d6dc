using WageSim.Models.Networks;
using WageSim.Models.Numerics;
using WageSim.Models.Schemes.Wage;

namespace WageSim.Models.Schemes.Niti;

/// <summary>Start weights of NITI: Xavier's uniform distribution, its codes stretched to ±127, its exponent rounded up.</summary>
/// <remarks>
/// The authors divide by the sample's maximum; here by the bound of the distribution, which the maximum almost reaches. Weight i draws
/// v = 2^16 · draw(2i) + draw(2i + 1); its code is round((2v + 1 - 2^32) · 127 / 2^32), halves to even.
/// </remarks>
public static class NitiInitializer
{
    /// <summary>Codes of every layer, -127…127.</summary>
    public static int[][] Draw(NitiParameters parameters, uint seed) =>
        [.. parameters.Network.Layers.Select(layer => Draw(layer, RandomBits.Key(seed, WageInitializer.Step, (uint)layer.Index)))];

    /// <summary>ceil(log2 sqrt(6 / (fan-in + fan-out))) - 7, fan-out being kernel² · outputs.</summary>
    public static int Exponent(WeightLayer layer)
    {
        long fans = layer.FanIn + (long)layer.Kernel * layer.Kernel * layer.OutputChannels;
        // The smallest k with 6 ≤ fans · 4^k; two fans or more are always there, so k ≤ 1.
        int k = 1;
        for (long bound = 6; bound <= fans; bound *= 4) k--;
        return k - NitiParameters.MagnitudeBits;
    }

    private static int[] Draw(WeightLayer layer, uint key)
    {
        var codes = new int[layer.WeightCount];
        for (int i = 0; i < codes.Length; i++)
        {
            uint draw = (uint)RandomBits.Draw(key, 2 * (uint)i) << 16 | RandomBits.Draw(key, 2 * (uint)i + 1);
            codes[i] = (int)Rounding.NearestEven((2L * draw + 1 - (1L << 32)) * NitiParameters.MaxCode, 32);
        }
        return codes;
    }
}
