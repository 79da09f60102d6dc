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
        ulong magnitude = Magnitude(x);
        ulong whole = shift > 63 ? 0 : magnitude >> shift, fraction = shift > 63 ? magnitude : magnitude & ((1UL << shift) - 1);
        // fraction / 2^shift > draw / 2^16, cross-multiplied on whichever side needs it
        UInt128 left = (UInt128)fraction << Math.Max(0, 16 - shift), right = (UInt128)draw << Math.Max(0, shift - 16);
        return Signed(x, whole + (left > right ? 1UL : 0UL));
    }

    /// <summary>x · 2^-shift, rounded to nearest, halves away from zero (NITI's RoundShift); shifts from 0, which keeps x.</summary>
    public static long NearestAway(long x, int shift)
    {
        if (shift == 0) return x;
        if (shift > 64) return 0;
        ulong magnitude = Magnitude(x), half = magnitude >> shift - 1;
        // Half a unit more carries into the whole where the highest bit of the fraction is set.
        return Signed(x, (half >> 1) + (half & 1));
    }

    /// <summary>
    /// x · 2^-shift, its magnitude rounded up where the high half of the fraction's bits exceeds the low half, to which an odd number of
    /// bits adds a 0; shifts from 0, which leaves x as it is (NITI's PstoShift).
    /// </summary>
    public static long PseudoStochastic(long x, int shift)
    {
        if (shift == 0) return x;
        // A magnitude has 64 bits: from 128 on they all lie in the low half.
        shift = Math.Min(shift, 128);
        int half = shift / 2;
        UInt128 magnitude = Magnitude(x), whole = shift > 64 ? 0 : magnitude >> shift;
        UInt128 fraction = magnitude - (whole << shift), high = fraction >> half, low = fraction - (high << half) << shift % 2;
        return Signed(x, (ulong)whole + (high > low ? 1UL : 0));
    }

    /// <summary>Bits of a magnitude up to its leading one; 0 of 0.</summary>
    public static int BitLength(long magnitude) => 64 - BitOperations.LeadingZeroCount((ulong)magnitude);

    /// <summary>ceil(log2 m), and 0 for m ≤ 1: bits that hold every magnitude below m.</summary>
    public static int CeilingLog2(long m) => m <= 1 ? 0 : 64 - BitOperations.LeadingZeroCount((ulong)m - 1);

    /// <summary>Clips to ±limit: WAGE codes are symmetric.</summary>
    public static long Clip(long x, long limit) => Math.Clamp(x, -limit, limit);

    private static ulong Magnitude(long x) => x < 0 ? 0 - (ulong)x : (ulong)x;

    private static long Signed(long x, ulong magnitude) => x < 0 ? -(long)magnitude : (long)magnitude;

    private const ulong SqrtTwo = 0x5A827999FCEF3242; // floor(2^62 · sqrt 2)
}
