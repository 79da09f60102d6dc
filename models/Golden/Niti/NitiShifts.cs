namespace WageSim.Models.Golden.Niti;

/// <summary>NITI's range estimate and its three rounding shifts, on magnitudes; signs are kept. No result is clipped here.</summary>
public static class NitiShifts
{
    /// <summary>ceil(log2 max|x|), and 0 of nothing but zeros.</summary>
    public static int Width(IEnumerable<long> values)
    {
        long largest = 0;
        foreach (long value in values) largest = Math.Max(largest, Math.Abs(value));
        int width = 0;
        for (long power = 1; power < largest; power *= 2) width++;
        return width;
    }

    /// <summary>x / 2^n to nearest, halves away from zero; n from 1.</summary>
    public static long Nearest(long x, int n)
    {
        var (whole, fraction) = Split(x, n);
        return Math.Sign(x) * (2 * fraction >= 1L << n ? whole + 1 : whole);
    }

    /// <summary>
    /// x / 2^n, up where the high half of the fraction's bits exceeds the low half; of an odd number the high half has one more, and a 0
    /// is put behind the low half. n from 1.
    /// </summary>
    public static long PseudoStochastic(long x, int n)
    {
        var (whole, fraction) = Split(x, n);
        long half = 1L << n / 2, high = fraction / half, low = fraction % half * (n % 2 + 1);
        return Math.Sign(x) * (high > low ? whole + 1 : whole);
    }

    /// <summary>x / 2^n, up where the fraction's n bits exceed a draw of as many.</summary>
    public static long Stochastic(long x, int n, int draw)
    {
        var (whole, fraction) = Split(x, n);
        return Math.Sign(x) * (fraction > draw ? whole + 1 : whole);
    }

    private static (long Whole, long Fraction) Split(long x, int n) => (Math.Abs(x) / (1L << n), Math.Abs(x) % (1L << n));
}
