using System.Numerics;

namespace WageSim.Tests.Models.Golden.Wageubn;

/// <summary>WAGEUBN's roundings bit by bit, as hardware would make them: a second way to the golden ones.</summary>
internal static class NaiveRounding
{
    /// <summary>Bits of a magnitude.</summary>
    public static int Bits(long magnitude)
    {
        int bits = 0;
        for (; magnitude > 0; magnitude >>= 1) bits++;
        return bits;
    }

    /// <summary>round(log2 m): the power of two whose square is nearest to m² in ratio.</summary>
    public static int Log2(long m)
    {
        int k = 0;
        while (BigInteger.One << 2 * k + 1 < (BigInteger)m * m) k++;
        return k;
    }

    /// <summary>x / 2^n to nearest even: half of the divisor less a bit is added, and the last bit.</summary>
    public static long Shifted(long x, int n)
    {
        if (n <= 0) return (long)((BigInteger)x << -n);
        BigInteger wide = x, last = (wide >> n) & 1;
        return (long)((wide + (BigInteger.One << n - 1) - 1 + last) >> n);
    }

    /// <summary>a / b to nearest even, b above 0.</summary>
    public static long Quotient(BigInteger a, BigInteger b) => LongDivision(a, b, 0);

    /// <summary>a · 2^f / b to nearest even on magnitudes: the whole quotient, then bit by bit, then the last remainder.</summary>
    public static long LongDivision(BigInteger a, BigInteger b, int f)
    {
        if (f < 0) (b, f) = (b << -f, 0);
        var quotient = BigInteger.DivRem(BigInteger.Abs(a), b, out var rest);
        for (; f > 0; f--)
        {
            rest <<= 1;
            quotient <<= 1;
            if (rest < b) continue;
            rest -= b;
            quotient++;
        }
        rest <<= 1;
        if (rest > b || (rest == b && !quotient.IsEven)) quotient++;
        return (long)(a.Sign * quotient);
    }

    /// <summary>Mean and deviation of unit 2^-15: the deviation bit by bit, its last bit by squares of halves.</summary>
    public static (long Mean, long Deviation) Statistics(IEnumerable<long> values)
    {
        BigInteger count = 0, sum = 0, squares = 0;
        foreach (long value in values) (count, sum, squares) = (count + 1, sum + value, squares + (BigInteger)value * value);
        // Deviation² · count² is 4 · spread.
        BigInteger spread = count * squares - sum * sum;
        long deviation = 0;
        for (long bit = 1L << 26; bit > 0; bit >>= 1)
        {
            BigInteger tried = (deviation + bit) * count;
            if (tried * tried <= 4 * spread) deviation += bit;
        }
        // (2 · deviation + 1)² · count² against 16 · spread: above the half, or on it and odd
        BigInteger half = (2 * deviation + 1) * count;
        int order = (half * half).CompareTo(16 * spread);
        if (order < 0 || (order == 0 && deviation % 2 != 0)) deviation++;
        return (Quotient(2 * sum, count), deviation);
    }

    /// <summary>E2 of a code, c being log2 of the coarse unit.</summary>
    public static long Operand(long x, int c)
    {
        BigInteger magnitude = Math.Abs(x);
        // |x| ≥ 2^c, for c below 0 also
        bool isCoarse = x != 0 && magnitude << Math.Max(0, -c) >= BigInteger.One << Math.Max(0, c);
        return Math.Sign(x) * (isCoarse ? 128 * Math.Min(Shifted((long)magnitude, c), 127) : Shifted((long)magnitude, c - 7));
    }

    /// <summary>|x| / 2^n, up where the fraction exceeds draw / 2^16.</summary>
    public static long Stochastic(long x, int n, ushort draw)
    {
        BigInteger magnitude = Math.Abs(x);
        if (n <= 0) return (long)(x * (BigInteger.One << -n));
        BigInteger whole = magnitude >> n, fraction = magnitude - (whole << n);
        if (fraction << 16 > (BigInteger)draw << n) whole++;
        return Math.Sign(x) * (long)whole;
    }
}
