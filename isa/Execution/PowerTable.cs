namespace WageSim.Isa.Execution;

/// <summary>The vector unit's table of negative powers of two, and what turns powers of e into them.</summary>
internal static class PowerTable
{
    /// <summary>round(2^16 · log2 e).</summary>
    public const long Log2E = 94548;

    /// <summary>Fraction bits of the exponent: the table's address.</summary>
    public const int FractionBits = 8;

    /// <summary>log2 of the power of exponent 0.</summary>
    public const int OneLog2 = 24;

    // No entry lies near a half, so that any double rounds to the right integer.
    private static readonly uint[] entries =
        [.. Enumerable.Range(0, 1 << FractionBits).Select(f => (uint)Math.Round(Math.Pow(2, OneLog2 - Math.ScaleB(f, -FractionBits))))];

    /// <summary>round(2^(24 - f/256)), f = 0…255: 25 bits each.</summary>
    public static ReadOnlySpan<uint> Entries => entries;

    /// <summary>round(2^(15 + f/256)), f = t mod 256: the entry of 256 - f, rounded to 16 bits, is just that for all f.</summary>
    public static long Fraction(int t)
    {
        int f = t & (1 << FractionBits) - 1;
        return f == 0 ? entries[0] >> 9 : entries[(1 << FractionBits) - f] + 128 >> 8;
    }

    /// <summary>2^(24 - t/256) in units of 1, for t ≥ 0; 0 where it is below one.</summary>
    public static uint Power(long t)
    {
        long whole = t >> FractionBits;
        return whole > OneLog2 ? 0 : entries[t & (1 << FractionBits) - 1] >> (int)whole;
    }
}
