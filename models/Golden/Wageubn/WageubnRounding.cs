using System.Numerics;

namespace WageSim.Models.Golden.Wageubn;

/// <summary>Quotients, logarithms and roots of WAGEUBN in whole numbers, as their definitions have them.</summary>
public static class WageubnRounding
{
    /// <summary>a / b, halves to even; b above 0.</summary>
    public static T Quotient<T>(T a, T b) where T : IBinaryInteger<T>
    {
        var (floor, rest) = T.DivRem(a, b);
        if (T.IsNegative(rest)) (floor, rest) = (floor - T.One, rest + b);
        T twice = rest + rest;
        return twice > b || (twice == b && T.IsOddInteger(floor)) ? floor + T.One : floor;
    }

    /// <summary>x / 2^n, halves to even, for |x| below 2^61; a negative n, from -62, multiplies.</summary>
    public static long NearestEven(long x, int n) =>
        x == 0 || n > 62 ? 0 : n <= 0 ? checked(x * (1L << -n)) : Quotient(x, 1L << n);

    /// <summary>round(log2 m) of m from 1 to 2^62: up where m² is above 2^(2k + 1), k = floor(log2 m).</summary>
    public static int NearestLog2(long m)
    {
        int k = BitLength(m) - 1;
        return (UInt128)m * (UInt128)m > UInt128.One << 2 * k + 1 ? k + 1 : k;
    }

    /// <summary>Bits of a magnitude; 0 of 0.</summary>
    public static int BitLength(long magnitude) => magnitude == 0 ? 0 : BitOperations.Log2((ulong)magnitude) + 1;

    /// <summary>floor(√x) of x from 0 to below 2^52.</summary>
    public static long SquareRoot(long x)
    {
        long root = (long)Math.Sqrt(x);
        while (root * root > x) root--;
        while ((root + 1) * (root + 1) <= x) root++;
        return root;
    }

    /// <summary>Clips to ±limit.</summary>
    public static long Clip(long x, long limit) => Math.Clamp(x, -limit, limit);
}
