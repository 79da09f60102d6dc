using System.Numerics;

namespace WageSim.Tests.Isa.Execution;

/// <summary>Quotients, roots and roundings on whole numbers of any size: a second way to the definitions of normalisation.</summary>
internal static class NaiveNormalisation
{
    /// <summary>a / b to nearest: the whole number with the least distance, of two the even one.</summary>
    public static BigInteger Nearest(BigInteger a, BigInteger b)
    {
        var below = BigInteger.Divide(a - (((a % b) + b) % b), b);
        return new[] { below, below + 1 }.MinBy(q => (BigInteger.Abs(2 * (a - q * b)), !q.IsEven));
    }

    /// <summary>x · 2^-shift to nearest, halves to even.</summary>
    public static BigInteger Even(BigInteger x, int shift) => Nearest(x, BigInteger.One << shift);

    public static BigInteger Clip(BigInteger x, BigInteger limit) => BigInteger.Max(BigInteger.Min(x, limit), -limit);

    /// <summary>Mean of words whose sum is given, in half their unit.</summary>
    public static BigInteger Mean(BigInteger sum, int count) => Clip(Nearest(2 * sum, count), (1 << 24) - 1);

    /// <summary>2 · √D / n to nearest: the largest k for which (2k - 1) · n is at most 4 · √D, less 1 if equal and odd.</summary>
    public static BigInteger Deviation(BigInteger sum, BigInteger squares, int count)
    {
        var spread = count * squares - sum * sum;
        if (spread.Sign <= 0) return 0;
        var whole = 16 * spread;
        // Beyond 50 bits the mean square is 2^50 - 1, whose root is 2^25 - 1.
        if (whole / count / count >= BigInteger.One << 50) return 1 << 24;
        BigInteger low = 0, high = BigInteger.One << 26;
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            if (Square((2 * middle - 1) * count) <= whole) low = middle;
            else high = middle;
        }
        bool tie = Square((2 * low - 1) * count) == whole;
        return tie && !low.IsEven ? low - 1 : low;

        static BigInteger Square(BigInteger x) => x.Sign < 0 ? -1 : x * x;
    }

    /// <summary>Whether 2 · √D / n is half an odd number.</summary>
    public static bool IsHalf(BigInteger sum, BigInteger squares, int count)
    {
        var whole = 16 * (count * squares - sum * sum);
        var twice = 2 * Deviation(sum, squares, count);
        return new[] { twice - 1, twice + 1 }.Any(odd => odd.Sign > 0 && odd * odd * count * count == whole);
    }

    /// <summary>x̂, y and a of one word, and the mask.</summary>
    public static (int Normalised, int Code, byte Mask) Normalise(int z, int mean, int deviation, int scale, int offset, int clip)
    {
        var x = Clip(Nearest(128 * (2 * (BigInteger)z - mean), BigInteger.Max(deviation, 0) + 1), 2047);
        var (code, mask) = Scale((int)x, scale, offset, clip);
        return ((int)x, code, mask);
    }

    /// <summary>a of one x̂, and the mask.</summary>
    public static (int Code, byte Mask) Scale(int x, int scale, int offset, int clip)
    {
        var y = (BigInteger)x * scale + 128 * (BigInteger)offset;
        return ((int)BigInteger.Min(Even(BigInteger.Max(y, 0), 7), clip), (byte)(y.Sign > 0 ? 1 : 0));
    }
}
