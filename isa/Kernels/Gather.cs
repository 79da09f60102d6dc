using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace WageSim.Isa.Kernels;

/// <summary>Collects the segments of operand rows, or slices of their elements, into rows that lie together.</summary>
internal static unsafe class Gather
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

    private static void Slices(byte* from, byte* to, int count, int elementBytes, OperandSlice slice)
    {
        int mask = (1 << slice.Width) - 1, unused = 32 - slice.Width;
        for (int i = 0; i < count; i++)
        {
            int value = elementBytes == 1 ? (sbyte)from[i] : Unsafe.ReadUnaligned<short>(from + 2 * i);
            int field = value >> slice.Low & mask;
            to[i] = (byte)(slice.Signed ? field << unused >> unused : field);
        }
    }
}
