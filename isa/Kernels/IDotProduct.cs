using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace WageSim.Isa.Kernels;

/// <summary>What a processor offers for four products of bytes a lane, exact modulo 2^32.</summary>
public interface IDotProduct
{
    /// <summary>sum[j] + Σ of x[4j + i] · w[4j + i] over i = 0 … 3.</summary>
    static abstract Vector256<int> Add(Vector256<int> sum, Vector256<byte> x, Vector256<sbyte> w);
}

/// <summary>AVX-VNNI: one instruction, which does not saturate.</summary>
public readonly struct VnniDotProduct : IDotProduct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> sum, Vector256<byte> x, Vector256<sbyte> w) =>
        AvxVnni.MultiplyWideningAndAdd(sum, x, w);
}

/// <summary>AVX2: even and odd bytes as 16-bit pairs; the instruction for pairs of bytes saturates and will not do.</summary>
public readonly struct Avx2DotProduct : IDotProduct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> sum, Vector256<byte> x, Vector256<sbyte> w)
    {
        var even = Avx2.MultiplyAddAdjacent(x.AsInt16() & Vector256.Create((short)0xff), w.AsInt16() << 8 >> 8);
        return sum + even + Avx2.MultiplyAddAdjacent((x.AsUInt16() >> 8).AsInt16(), w.AsInt16() >> 8);
    }
}

/// <summary>Arm's dot product takes two signed operands: x · w = (x - 128) · w + 128 · w.</summary>
public readonly struct ArmDotProduct : IDotProduct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> sum, Vector256<byte> x, Vector256<sbyte> w) =>
        Vector256.Create(Add(sum.GetLower(), x.GetLower(), w.GetLower()), Add(sum.GetUpper(), x.GetUpper(), w.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Add(Vector128<int> sum, Vector128<byte> x, Vector128<sbyte> w)
    {
        var least = Vector128.Create(sbyte.MinValue);
        return Dp.DotProduct(sum, (x ^ least.AsByte()).AsSByte(), w) - Dp.DotProduct(Vector128<int>.Zero, least, w);
    }
}

/// <summary>Any processor: byte by byte.</summary>
public readonly struct PlainDotProduct : IDotProduct
{
    public static Vector256<int> Add(Vector256<int> sum, Vector256<byte> x, Vector256<sbyte> w)
    {
        for (int lane = 0; lane < Vector256<int>.Count; lane++)
        {
            int total = sum[lane];
            for (int i = 4 * lane; i < 4 * lane + 4; i++) total += x[i] * w[i];
            sum = sum.WithElement(lane, total);
        }
        return sum;
    }
}
