using System.Numerics;

namespace WageSim.Tests.Isa.Execution;

/// <summary>The roundings of block formats on whole numbers of any size and on digits: a second way to the definitions' codes.</summary>
internal static class NaiveBlockFormat
{
    public static int Code(long x, long shift, bool pseudo)
    {
        if (shift <= 0) return (int)Math.Min(Math.Max(x, -128), 127);
        // Registers hold any number; there are no more than 64 bits to lose.
        shift = Math.Min(shift, 200);
        return (int)Clip(pseudo ? Pseudo(x, shift) : Away(x, shift));
    }

    public static BigInteger Away(long x, long shift)
    {
        var doubled = BigInteger.Abs(x) * 2 + (BigInteger.One << (int)shift);
        return x.CompareTo(0) * (doubled >> (int)shift + 1);
    }

    /// <summary>The fraction as a row of binary digits: its first half, one longer if they are odd, against the second and a 0.</summary>
    public static BigInteger Pseudo(long x, long shift)
    {
        if (shift <= 0) return x;
        shift = Math.Min(shift, 200);
        var magnitude = BigInteger.Abs(x);
        string digits = string.Concat(Enumerable.Range(0, (int)shift).Reverse().Select(i => (magnitude >> i & 1).ToString()));
        int high = (digits.Length + 1) / 2;
        string second = digits[high..].PadRight(high, '0');
        bool up = string.CompareOrdinal(digits[..high], second) > 0;
        return x.CompareTo(0) * ((magnitude >> (int)shift) + (up ? 1 : 0));
    }

    public static BigInteger Clip(BigInteger x) => BigInteger.Max(BigInteger.Min(x, 127), -127);

    /// <summary>The least b with 2^b ≥ m, counted.</summary>
    public static int Width(long m)
    {
        int width = 0;
        for (BigInteger power = 1; power < m; power *= 2) width++;
        return width;
    }
}
