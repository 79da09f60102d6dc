using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace WageSim.Isa.Kernels;

/// <summary>Collects the segments of operand rows, or slices of their elements, into rows that lie together.</summary>
public static unsafe class Gather
{
    /// <summary>Rows from … from + count - 1 of a walk, `pitch` bytes apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows(
        byte* memory, long start, Walk walk, ReadOnlySpan<int> offsets, int from, int count, OperandSlice slice, byte* into, int pitch)
    {
        bool whole = slice.IsWhole(walk.Bytes);
        // What lies behind the row may be gathered already.
        int lastCopied = walk.ElementsPerPosition - Room(walk.Run);
        for (int i = 0; i < count; i++)
        {
            byte* row = memory + start + offsets[from + i], to = into + (long)i * pitch;
            for (int s = 0; s < walk.Segments; s++, row += walk.SegmentStride, to += walk.Run)
                if (whole && s * walk.Run <= lastCopied) Copy(row, to, walk.Run);
                else if (whole) Unsafe.CopyBlockUnaligned(to, row, (uint)walk.Run);
                else Slices(row, to, walk.Run, walk.Bytes, slice);
        }
    }

    // Bytes that a copy writes; the next segment overwrites those beyond its end.
    private static int Room(int count) => count <= 8 ? 8 : (count + 15) / 16 * 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(byte* from, byte* to, int count)
    {
        if (count <= 8) { Unsafe.WriteUnaligned(to, Unsafe.ReadUnaligned<long>(from)); return; }
        for (int i = 0; i < count; i += 16) Vector128.Load(from + i).Store(to + i);
    }

    /// <summary>A slice of each of so many elements that lie together, sign-extended if it is signed, as bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Slices(byte* from, byte* to, int count, int elementBytes, OperandSlice slice)
    {
        const int lanes = 16;
        if (elementBytes == 2 && slice is { Width: 8, Low: 0 or 8 } && count >= 2 * lanes)
        {
            Bytes((ushort*)from, to, count, slice.Low);
            return;
        }
        int low = slice.Low, unused = lanes - slice.Width;
        // An unsigned slice is shifted down as one without sign.
        bool signed = slice.Signed;
        if (count < lanes)
        {
            for (int i = 0; i < count; i++)
            {
                int value = elementBytes == 1 ? (sbyte)from[i] : Unsafe.ReadUnaligned<short>(from + 2 * i);
                ushort field = (ushort)(value >> low << unused);
                to[i] = (byte)(signed ? (short)field >> unused : field >> unused);
            }
            return;
        }
        for (int i = 0; ; i = Math.Min(i + lanes, count - lanes))
        {
            var value = elementBytes == 1
                ? Vector256.WidenLower(Vector128.LoadUnsafe(ref from[i]).AsSByte().ToVector256Unsafe())
                : Vector256.Load((short*)(from + 2 * i));
            var field = value >> low << unused;
            field = signed ? field >> unused : field >>> unused;
            Vector256.Narrow(field, field).GetLower().AsByte().Store(to + i);
            if (i + lanes >= count) return;
        }
    }

    // Either byte of at least 32 elements; the last ones are written twice.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Bytes(ushort* from, byte* to, int count, int shift)
    {
        const int lanes = 32;
        for (int i = 0; ; i = Math.Min(i + lanes, count - lanes))
        {
            Vector256<ushort> first = Vector256.Load(from + i) >> shift, second = Vector256.Load(from + i + lanes / 2) >> shift;
            Vector256.Narrow(first, second).Store(to + i);
            if (i + lanes >= count) return;
        }
    }

    /// <summary>The definition of the slices: plain loops.</summary>
    public static void DefineSlices(byte* from, byte* to, int count, int elementBytes, OperandSlice slice)
    {
        for (int i = 0; i < count; i++)
        {
            int value = elementBytes == 1 ? (sbyte)from[i] : Unsafe.ReadUnaligned<short>(from + 2 * i);
            to[i] = (byte)Execution.ArrayPasses.Slice(value, slice.Low, slice.Width, slice.Signed);
        }
    }
}
