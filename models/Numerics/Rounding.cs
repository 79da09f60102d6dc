using System.Numerics;

namespace WageSim.Models.Numerics;

/// <summary>The only place where bits are dropped. All functions are exact.</summary>
public static class Rounding
{
    /// <summary>x · 2^-shift, rounded half to even; a negative shift multiplies (WAGE eq. 2, Q).</summary>
    public static long NearestEven(long x, int shift)
    {
        if (shift <= 0) return x << -shift;
        if (shift > 63) return 0;
        long floor = x >> shift;
        ulong rest = (ulong)(x - (floor << shift)), half = 1UL << shift - 1;
        return rest > half || (rest == half && (floor & 1) != 0) ? floor + 1 : floor;
    }

    /// <summary>The same of a product of 128 bits, for shifts of 1…126 after which it has 64.</summary>
    public static long NearestEven(Int128 x, int shift)
    {
        var floor = x >> shift;
        Int128 rest = x - (floor << shift), half = Int128.One << shift - 1;
        return checked((long)(rest > half || (rest == half && Int128.IsOddInteger(floor)) ? floor + 1 : floor));
    }

    /// <summary>
    /// round(log2 m) for m ≥ 1: the exponent of Shift(m) = 2^round(log2 m) (WAGE eq. 3). Never ties, as 2^(k+1/2) is irrational.
    /// </summary>
    public static int NearestLog2(long m)
    {
        int k = BitOperations.Log2((ulong)m);
        return k + (m > HalfOctave(k) ? 1 : 0);
    }

    /// <summary>floor(2^(k+1/2)): the constant the hardware compares with after leading-one detection.</summary>
    public static long HalfOctave(int k) => (long)(SqrtTwo >> (62 - k));

    /// <summary>|x| · 2^-shift, rounded up where its fraction exceeds draw / 2^16 (WAGE eq. 10 with a 16-bit draw); sign kept.</summary>
    public static long Stochastic(long x, int shift, ushort draw)
    {
        if (shift <= 0) return x << -shift;
        // Beyond, only a draw of 0 lies below the fraction; 80 bits say the same of all magnitudes below 2^63.
        shift = Math.Min(shift, 80);
        ulong magnitude = x < 0 ? 0 - (ulong)x : (ulong)x;
        ulong whole = shift > 63 ? 0 : magnitude >> shift, fraction = shift > 63 ? magnitude : magnitude & ((1UL << shift) - 1);
        // fraction / 2^shift > draw / 2^16, cross-multiplied on whichever side needs it
        UInt128 left = (UInt128)fraction << Math.Max(0, 16 - shift), right = (UInt128)draw << Math.Max(0, shift - 16);
        long rounded = (long)(whole + (left > right ? 1UL : 0UL));
        return x < 0 ? -rounded : rounded;
    }

    /// <summary>Clips to ±limit: WAGE codes are symmetric.</summary>
    public static long Clip(long x, long limit) => Math.Clamp(x, -limit, limit);

    private const ulong SqrtTwo = 0x5A827999FCEF3242; // floor(2^62 · sqrt 2)
}
