namespace WageSim.Models.Golden.Wageubn;

/// <summary>An error before quantisation: 32-bit codes with one exponent, value = code · 2^exponent, of the sum over the batch.</summary>
public sealed record WideError(long[] Codes, int Exponent)
{
    /// <summary>Bits that a sum of two may have.</summary>
    private const int SumBits = 29;

    /// <summary>The largest magnitude of the whole tensor.</summary>
    public long Largest => Codes.Max(Math.Abs);

    /// <summary>
    /// The sum of two: exact unless their ranges are so far apart that 29 bits do not hold both; codes up to 2^30. Beside nothing but zeros
    /// the other one is unchanged.
    /// </summary>
    public static WideError Sum(WideError x, WideError y)
    {
        if (x.Largest == 0) return y;
        if (y.Largest == 0) return x;
        int top = Math.Max(x.Exponent + WageubnRounding.BitLength(x.Largest), y.Exponent + WageubnRounding.BitLength(y.Largest));
        int exponent = Math.Max(Math.Min(x.Exponent, y.Exponent), top - SumBits);
        return new([.. x.Codes.Zip(y.Codes, (a, b) => At(a, x.Exponent) + At(b, y.Exponent))], exponent);

        long At(long code, int own) => WageubnRounding.NearestEven(code, exponent - own);
    }
}
