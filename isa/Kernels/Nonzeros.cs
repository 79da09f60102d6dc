using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace WageSim.Isa.Kernels;

/// <summary>Counts of the elements of operands that are not zero. Whole vectors are read and written beyond the ends of rows.</summary>
internal static unsafe class Nonzeros
{
    /// <summary>Numbers that may be written behind the last one.</summary>
    public const int Slack = 32;

    // A byte counts no further.
    private const int RowsAtOnce = 255;

    /// <summary>into[k] = rows whose element k has a byte that is not zero; rows begin at start + offsets[i].</summary>
    /// <param name="which">The byte of each element that counts.</param>
    public static void Columns(byte* start, int* offsets, int rows, Walk walk, int which, int* into)
    {
        int bytes = walk.RunBytes;
        if (walk is { Segments: 1, Bytes: 1 })
        {
            Columns(start, offsets, rows, bytes, into);
            return;
        }
        int* counts = stackalloc int[bytes + Slack];
        for (int segment = 0; segment < walk.Segments; segment++, into += walk.Run)
        {
            Columns(start + segment * walk.SegmentStride, offsets, rows, bytes, counts);
            for (int k = 0; k < walk.Run; k++) into[k] = counts[k * walk.Bytes + which];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Columns(byte* start, int* offsets, int rows, int bytes, int* into)
    {
        var all = Vector256.Create(rows);
        for (int at = 0; at < bytes; at += 32)
        {
            Vector256<int> n0 = all, n1 = all, n2 = all, n3 = all;
            for (int from = 0; from < rows; from += RowsAtOnce)
            {
                int i = from, end = Math.Min(rows, from + RowsAtOnce);
                byte* column = start + at;
                Vector256<byte> zeros = default, others = default;
                for (; i + 4 <= end; i += 4)
                {
                    // A comparison that holds is -1.
                    zeros -= Vector256.Equals(Vector256.Load(column + offsets[i]), default);
                    others -= Vector256.Equals(Vector256.Load(column + offsets[i + 1]), default);
                    zeros -= Vector256.Equals(Vector256.Load(column + offsets[i + 2]), default);
                    others -= Vector256.Equals(Vector256.Load(column + offsets[i + 3]), default);
                }
                for (; i < end; i++) zeros -= Vector256.Equals(Vector256.Load(column + offsets[i]), default);
                var (low, high) = Vector256.Widen(zeros + others);
                n0 -= Vector256.WidenLower(low).AsInt32();
                n1 -= Vector256.WidenUpper(low).AsInt32();
                n2 -= Vector256.WidenLower(high).AsInt32();
                n3 -= Vector256.WidenUpper(high).AsInt32();
            }
            n0.Store(into + at);
            n1.Store(into + at + 8);
            n2.Store(into + at + 16);
            n3.Store(into + at + 24);
        }
    }

    /// <summary>into[k] = columns of a packed tile whose weight k is not zero, for the four k of each of its groups.</summary>
    /// <param name="columns">Columns of the panel.</param>
    /// <param name="used">Those that count.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Panel(sbyte* panel, int columns, int groups, int used, int* into)
    {
        new Span<int>(into, 4 * groups).Clear();
        var place = Vector256.Create(0, 0x01010101, 0x02020202, 0x03030303, 0x04040404, 0x05050505, 0x06060606, 0x07070707).AsByte();
        for (int start = 0; start < used;)
        {
            int width = Kernels.Panel.BlockWidth(columns - start), live = Math.Min(width, used - start);
            byte* w = (byte*)panel + Kernels.Panel.Block(start, groups);
            for (int g = 0; g < groups; g++, w += 4 * width)
            {
                Vector256<byte> counts = default;
                for (int n = 0; n < live; n += 8)
                {
                    var counted = Vector256.LessThan(place, Vector256.Create((byte)Math.Min(live - n, 8)));
                    counts -= Vector256.AndNot(counted, Vector256.Equals(Vector256.Load(w + 4 * n), default));
                }
                var (low, high) = Vector256.Widen(counts);
                var pairs = low + high;
                var sums = pairs.GetLower() + pairs.GetUpper();
                (Vector128.Load(into + 4 * g) + (Vector128.WidenLower(sums) + Vector128.WidenUpper(sums)).AsInt32()).Store(into + 4 * g);
            }
            start += width;
        }
    }

    /// <summary>into[i] = elements of position from + i of which any bit of a slice is 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Positions(byte* memory, PositionOperand operand, OperandSlice slice, int from, int count, int* into)
    {
        var walk = operand.Walk;
        uint bits = (1u << slice.Width) - 1 << slice.Low;
        // Bits beyond the element repeat its sign.
        int top = 8 * walk.Bytes - 1;
        if (slice.Low + slice.Width > top + 1) bits = bits & (1u << top) - 1 | 1u << top;
        for (int i = 0; i < count; i++)
        {
            byte* row = memory + operand.Start + operand.Offsets[from + i];
            int nonzeros = 0;
            for (int segment = 0; segment < walk.Segments; segment++, row += walk.SegmentStride)
                nonzeros += walk.Bytes == 1 ? Bytes(row, walk.Run, (byte)bits) : Words((ushort*)row, walk.Run, (ushort)bits);
            into[i] = nonzeros;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Bytes(byte* row, int count, byte mask)
    {
        int nonzeros = 0;
        for (; count > 0; count -= 32, row += 32)
        {
            uint zeros = Vector256.Equals(Vector256.Load(row) & Vector256.Create(mask), default).ExtractMostSignificantBits();
            nonzeros += BitOperations.PopCount(count < 32 ? ~zeros & (1u << count) - 1 : ~zeros);
        }
        return nonzeros;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Words(ushort* row, int count, ushort mask)
    {
        int nonzeros = 0;
        for (; count > 0; count -= 16, row += 16)
        {
            uint zeros = Vector256.Equals(Vector256.Load(row) & Vector256.Create(mask), default).ExtractMostSignificantBits();
            nonzeros += BitOperations.PopCount(~zeros & (1u << Math.Min(count, 16)) - 1);
        }
        return nonzeros;
    }

    /// <summary>Σ a[i] · b[i], each product below 2^31.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static long Dot(int* a, int* b, int count)
    {
        Vector256<long> sums = default;
        int i = 0;
        for (; i + 8 <= count; i += 8)
        {
            var (low, high) = Vector256.Widen(Vector256.Load(a + i) * Vector256.Load(b + i));
            sums += low + high;
        }
        long sum = Vector256.Sum(sums);
        for (; i < count; i++) sum += a[i] * (long)b[i];
        return sum;
    }
}
