using System.Numerics;

namespace WageSim.Tests.Isa.Execution;

/// <summary>Roundings of wide errors on fractions of whole numbers of any size: a second way to the definitions' numbers.</summary>
internal static class NaiveWideError
{
    /// <summary>a / b to nearest, halves to even, by trying the whole numbers around it.</summary>
    public static BigInteger Quotient(BigInteger a, BigInteger b)
    {
        var about = BigInteger.Divide(a, b);
        return Enumerable.Range(-1, 3).Select(d => about + d)
            .OrderBy(q => BigInteger.Abs(q * b - a)).ThenBy(q => q.IsEven ? 0 : 1).First();
    }

    /// <summary>x · 2^-shift.</summary>
    public static BigInteger Shifted(BigInteger x, int shift) =>
        shift <= 0 ? x * BigInteger.Pow(2, -shift) : Quotient(x, BigInteger.Pow(2, shift));

    /// <summary>x · 2^shift / b.</summary>
    public static BigInteger Quotient(BigInteger x, int shift, BigInteger b) =>
        Quotient(x * BigInteger.Pow(2, Math.Max(shift, 0)), b * BigInteger.Pow(2, Math.Max(-shift, 0)));

    public static long Clip(BigInteger x, long limit) => (long)BigInteger.Max(BigInteger.Min(x, limit), -limit);

    /// <summary>round(log2 m): the k with 2^(2k - 1) below m² below 2^(2k + 1).</summary>
    public static int NearestLog2(BigInteger m)
    {
        int k = 0;
        while (m * m > BigInteger.Pow(2, 2 * k + 1)) k++;
        return k;
    }

    /// <summary>Digits of m in base 2; 0 of 0.</summary>
    public static int Width(BigInteger m)
    {
        int width = 0;
        for (; m > 0; m /= 2) width++;
        return width;
    }
}
