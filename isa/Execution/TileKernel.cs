using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WageSim.Isa.Execution;

/// <summary>
/// The one multiply-accumulate kernel of the functional side: acc[i, n] (+)= (Σₖ x[i, k] · w[k, n]) &lt;&lt; shift, exact modulo 2^32.
/// </summary>
/// <remarks>
/// Rows of w are interleaved in pairs, so that a 16-bit multiply-add-adjacent makes two products a lane.
/// Operands fit 9 bits, so a pair's sum is exact.
/// </remarks>
public static class TileKernel
{
    /// <summary>Interleaves rows 2j and 2j+1 of a rows × cols tile: pairs[j, n, 0…1].</summary>
    public static void Pack(ReadOnlySpan<short> tile, int rows, int cols, Span<short> pairs)
    {
        for (int k = 0; k < rows; k += 2)
        {
            var low = tile.Slice(k * cols, cols);
            var high = k + 1 < rows ? tile.Slice((k + 1) * cols, cols) : default;
            var into = pairs.Slice(k * cols, 2 * cols);
            for (int n = 0; n < cols; n++)
            {
                into[2 * n] = low[n];
                into[2 * n + 1] = high.IsEmpty ? (short)0 : high[n];
            }
        }
    }

    /// <summary>Adds or writes `rows` rows of `cols` sums. x has 2·pairCount operands a row.</summary>
    public static void Run(
        ReadOnlySpan<short> x, int rows, int pairCount, ReadOnlySpan<short> pairs, int cols, Span<int> acc, bool accumulate, int shift)
    {
        if (x.Length < rows * pairCount * 2 || pairs.Length < pairCount * cols * 2 || acc.Length < rows * cols)
            throw new ArgumentException("operands are smaller than the product");
        if (cols % 16 == 0 && Avx512BW.IsSupported) Wide(x, rows, pairCount, pairs, cols, acc, accumulate, shift);
        else if (cols % 8 == 0 && Avx2.IsSupported) Middle(x, rows, pairCount, pairs, cols, acc, accumulate, shift);
        else if (cols % 4 == 0 && Sse2.IsSupported) Narrow(x, rows, pairCount, pairs, cols, acc, accumulate, shift);
        else Scalar(x, rows, pairCount, pairs, cols, acc, accumulate, shift);
    }

    /// <summary>The definition: plain loops.</summary>
    public static void Scalar(
        ReadOnlySpan<short> x, int rows, int pairCount, ReadOnlySpan<short> pairs, int cols, Span<int> acc, bool accumulate, int shift)
    {
        for (int i = 0; i < rows; i++)
            for (int n = 0; n < cols; n++)
            {
                int sum = 0;
                for (int k = 0; k < pairCount; k++)
                {
                    int xAt = (i * pairCount + k) * 2, wAt = (k * cols + n) * 2;
                    sum += x[xAt] * pairs[wAt] + x[xAt + 1] * pairs[wAt + 1];
                }
                ref int target = ref acc[i * cols + n];
                target = (accumulate ? target : 0) + (sum << shift);
            }
    }

    private static void Wide(
        ReadOnlySpan<short> x, int rows, int pairCount, ReadOnlySpan<short> pairs, int cols, Span<int> acc, bool accumulate, int shift)
    {
        ref int xs = ref Unsafe.As<short, int>(ref MemoryMarshal.GetReference(x));
        ref short ws = ref MemoryMarshal.GetReference(pairs);
        ref int sums = ref MemoryMarshal.GetReference(acc);
        for (int n = 0; n < cols; n += 16)
        {
            int i = 0;
            // Four rows share each load of the tile; the tile is what the accumulator registers stay beside.
            for (; i + 4 <= rows; i += 4)
            {
                ref int x0 = ref Unsafe.Add(ref xs, i * pairCount);
                Vector512<int> s0 = default, s1 = default, s2 = default, s3 = default;
                for (int k = 0; k < pairCount; k++)
                {
                    var w = Vector512.LoadUnsafe(ref Unsafe.Add(ref ws, (k * cols + n) * 2));
                    s0 += Avx512BW.MultiplyAddAdjacent(Vector512.Create(Unsafe.Add(ref x0, k)).AsInt16(), w);
                    s1 += Avx512BW.MultiplyAddAdjacent(Vector512.Create(Unsafe.Add(ref x0, k + pairCount)).AsInt16(), w);
                    s2 += Avx512BW.MultiplyAddAdjacent(Vector512.Create(Unsafe.Add(ref x0, k + 2 * pairCount)).AsInt16(), w);
                    s3 += Avx512BW.MultiplyAddAdjacent(Vector512.Create(Unsafe.Add(ref x0, k + 3 * pairCount)).AsInt16(), w);
                }
                Put(s0, ref Unsafe.Add(ref sums, i * cols + n));
                Put(s1, ref Unsafe.Add(ref sums, (i + 1) * cols + n));
                Put(s2, ref Unsafe.Add(ref sums, (i + 2) * cols + n));
                Put(s3, ref Unsafe.Add(ref sums, (i + 3) * cols + n));
            }
            for (; i < rows; i++)
            {
                Vector512<int> s = default;
                for (int k = 0; k < pairCount; k++)
                {
                    var w = Vector512.LoadUnsafe(ref Unsafe.Add(ref ws, (k * cols + n) * 2));
                    s += Avx512BW.MultiplyAddAdjacent(Vector512.Create(Unsafe.Add(ref xs, i * pairCount + k)).AsInt16(), w);
                }
                Put(s, ref Unsafe.Add(ref sums, i * cols + n));
            }
        }

        void Put(Vector512<int> sum, ref int target)
        {
            sum <<= shift;
            if (accumulate) sum += Vector512.LoadUnsafe(ref target);
            sum.StoreUnsafe(ref target);
        }
    }

    private static void Middle(
        ReadOnlySpan<short> x, int rows, int pairCount, ReadOnlySpan<short> pairs, int cols, Span<int> acc, bool accumulate, int shift)
    {
        ref int xs = ref Unsafe.As<short, int>(ref MemoryMarshal.GetReference(x));
        ref short ws = ref MemoryMarshal.GetReference(pairs);
        ref int sums = ref MemoryMarshal.GetReference(acc);
        for (int i = 0; i < rows; i++)
            for (int n = 0; n < cols; n += 8)
            {
                Vector256<int> s = default;
                for (int k = 0; k < pairCount; k++)
                {
                    var w = Vector256.LoadUnsafe(ref Unsafe.Add(ref ws, (k * cols + n) * 2));
                    s += Avx2.MultiplyAddAdjacent(Vector256.Create(Unsafe.Add(ref xs, i * pairCount + k)).AsInt16(), w);
                }
                s <<= shift;
                ref int target = ref Unsafe.Add(ref sums, i * cols + n);
                if (accumulate) s += Vector256.LoadUnsafe(ref target);
                s.StoreUnsafe(ref target);
            }
    }

    private static void Narrow(
        ReadOnlySpan<short> x, int rows, int pairCount, ReadOnlySpan<short> pairs, int cols, Span<int> acc, bool accumulate, int shift)
    {
        ref int xs = ref Unsafe.As<short, int>(ref MemoryMarshal.GetReference(x));
        ref short ws = ref MemoryMarshal.GetReference(pairs);
        ref int sums = ref MemoryMarshal.GetReference(acc);
        for (int i = 0; i < rows; i++)
            for (int n = 0; n < cols; n += 4)
            {
                Vector128<int> s = default;
                for (int k = 0; k < pairCount; k++)
                {
                    var w = Vector128.LoadUnsafe(ref Unsafe.Add(ref ws, (k * cols + n) * 2));
                    s += Sse2.MultiplyAddAdjacent(Vector128.Create(Unsafe.Add(ref xs, i * pairCount + k)).AsInt16(), w);
                }
                s <<= shift;
                ref int target = ref Unsafe.Add(ref sums, i * cols + n);
                if (accumulate) s += Vector128.LoadUnsafe(ref target);
                s.StoreUnsafe(ref target);
            }
    }

    /// <summary>Widens a run of 8-bit operands, signed or not.</summary>
    public static void Widen(ReadOnlySpan<byte> bytes, bool signed, Span<short> into)
    {
        int i = 0;
        for (; i + 16 <= bytes.Length && Vector128.IsHardwareAccelerated; i += 16)
        {
            var v = Vector128.Create(bytes.Slice(i, 16));
            var (low, high) = signed ? Vector128.Widen(v.AsSByte()) : Unsigned(v);
            low.CopyTo(into[i..]);
            high.CopyTo(into[(i + 8)..]);
        }
        for (; i < bytes.Length; i++) into[i] = signed ? (sbyte)bytes[i] : bytes[i];

        static (Vector128<short>, Vector128<short>) Unsigned(Vector128<byte> v)
        {
            var (low, high) = Vector128.Widen(v);
            return (low.AsInt16(), high.AsInt16());
        }
    }
}
