using System.Numerics;

namespace WageSim.Tests.Models.Golden;

/// <summary>Softmax with cross-entropy from the specification's integer form, its table from whole numbers only.</summary>
internal static class NaiveSoftmax
{
    /// <summary>round(2^24 · 2^(-f/256)), the x for which 2x - 1 ≤ 2^(25 - f/256) &lt; 2x + 1: compared as 256th powers.</summary>
    public static readonly long[] Table = [.. Enumerable.Range(0, 256).Select(f =>
    {
        BigInteger power = BigInteger.One << 25 * 256 - f;
        long low = 1L << 22, high = 1L << 25;
        while (high - low > 1)
        {
            long middle = (low + high) / 2;
            if (BigInteger.Pow(2 * middle - 1, 256) <= power) low = middle;
            else high = middle;
        }
        return low;
    })];

    /// <summary>Errors of one row in units of 2^-16; 2^u is the unit of the sums.</summary>
    public static long[] Errors(long[] sums, int label, int u)
    {
        var powers = Array.ConvertAll(sums, sum =>
        {
            long t = (sums.Max() - sum) * 94548 >> 16 + u - 8;
            return t >> 8 > 24 ? 0 : Table[t & 255] >> (int)(t >> 8);
        });
        return [.. powers.Select((p, i) => (p << 16) / powers.Sum() - (i == label ? 1 << 16 : 0))];
    }
}
