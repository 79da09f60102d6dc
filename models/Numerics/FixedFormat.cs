namespace WageSim.Models.Numerics;

/// <summary>A k-bit code c stands for c · 2^(1-k); codes are symmetric, ±(2^(k-1) - 1) (WAGE eq. 1).</summary>
public readonly record struct FixedFormat(int Bits)
{
    /// <summary>The largest code, 2^(k-1) - 1.</summary>
    public int MaxCode => (1 << Bits - 1) - 1;

    /// <summary>Bytes that store one code: 1 up to 8 bits, 2 up to 16.</summary>
    public int Bytes => Bits <= 8 ? 1 : 2;

    /// <summary>The value of code 1, 2^(1-k).</summary>
    public double Step => Math.ScaleB(1, 1 - Bits);
}
