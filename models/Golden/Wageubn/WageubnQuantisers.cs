using System.Numerics;
using static WageSim.Models.Golden.Wageubn.WageubnRounding;

namespace WageSim.Models.Golden.Wageubn;

/// <summary>The quantisers of errors and weight gradients, by the largest magnitude of a tensor. All zeros stay so, exponent 0.</summary>
public static class WageubnQuantisers
{
    private const int Bits = 7;
    private const long MaxCode = 127;

    /// <summary>E1 (SQ): codes of 8 bits, ±127.</summary>
    public static ErrorCodes E1(WideError error)
    {
        if (error.Largest is not (> 0 and var largest)) return Zeros(error);
        int shift = NearestLog2(largest) - Bits;
        return new(Array.ConvertAll(error.Codes, x => Clip(NearestEven(x, shift), MaxCode)), error.Exponent + shift);
    }

    /// <summary>
    /// E2 (Flag-QE2) in fixed point: ±128 · (0…127) from the coarse unit on, -128…128 below it. Stored in 9 bits, flag [|code| ≥ 128] and
    /// code / 128 or code.
    /// </summary>
    public static ErrorCodes E2(WideError error)
    {
        if (error.Largest is not (> 0 and var largest)) return Zeros(error);
        int coarse = NearestLog2(largest) - Bits;
        return new(Array.ConvertAll(error.Codes, Code), error.Exponent + coarse - Bits);

        long Code(long x)
        {
            long magnitude = Math.Abs(x);
            bool isCoarse = coarse < 0 ? magnitude > 0 : magnitude >= 1L << coarse;
            long code = isCoarse ? 128 * Math.Min(NearestEven(magnitude, coarse), MaxCode) : NearestEven(magnitude, coarse - Bits);
            return Math.Sign(x) * code;
        }
    }

    /// <summary>CQ: gradients over their power of two, in steps of 1/range, rounded stochastically; ±(range - 1), unit 2^-14.</summary>
    /// <param name="draws">16 bits each: a magnitude goes up where its fraction exceeds draw / 2^16.</param>
    /// <param name="range">A power of two from 2 to 128.</param>
    public static long[] Steps(long[] gradient, ushort[] draws, int range)
    {
        long largest = gradient.Max(Math.Abs);
        if (largest == 0) return new long[gradient.Length];
        int shift = NearestLog2(largest) - BitOperations.Log2((uint)range);
        return [.. gradient.Zip(draws, (g, draw) => Math.Sign(g) * Math.Min(Magnitude(Math.Abs(g), draw), range - 1))];

        long Magnitude(long g, ushort draw)
        {
            if (shift <= 0) return g << -shift;
            var (whole, fraction) = Math.DivRem(g, 1L << shift);
            // fraction / 2^shift > draw / 2^16, cross-multiplied
            return (UInt128)fraction << 16 > (UInt128)draw << shift ? whole + 1 : whole;
        }
    }

    private static ErrorCodes Zeros(WideError error) => new(new long[error.Codes.Length], 0);
}
