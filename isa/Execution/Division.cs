using System.Numerics;

namespace WageSim.Isa.Execution;

/// <summary>Exact quotients and roots of whole numbers.</summary>
internal static class Division
{
    /// <summary>a / b to nearest, halves to even; b above 0 and below half of what T holds.</summary>
    public static T Nearest<T>(T a, T b) where T : IBinaryInteger<T>
    {
        T quotient = a / b, rest = a - quotient * b;
        if (T.IsNegative(rest)) (quotient, rest) = (quotient - T.One, rest + b);
        T left = b - rest;
        return rest > left || (rest == left && T.IsOddInteger(quotient)) ? quotient + T.One : quotient;
    }

    /// <summary>⌊√x⌋ of up to so many bits of root, bit by bit from the highest.</summary>
    public static long Root(long x, int bits)
    {
        long root = 0;
        for (int bit = bits - 1; bit >= 0; bit--)
        {
            long next = root | 1L << bit;
            if (next * next <= x) root = next;
        }
        return root;
    }
}
