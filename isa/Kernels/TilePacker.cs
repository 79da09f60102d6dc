using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using WageSim.Models.Numerics;

namespace WageSim.Isa.Kernels;

/// <summary>A `weights` instruction with its scratchpad address: part of a tile.</summary>
internal readonly record struct TilePart(Weights Instruction, int Start)
{
    /// <summary>Behind its last byte.</summary>
    public int End
    {
        get
        {
            var (lines, length) = Instruction.Transpose ? (Instruction.Cols, Instruction.Rows) : (Instruction.Rows, Instruction.Cols);
            return Start + (lines - 1) * Instruction.Pitch + length * Instruction.Bytes;
        }
    }
}

/// <summary>Turns stored weight codes into a panel: rounded, clipped and sliced as by the preload path, in the kernel's layout.</summary>
internal static unsafe class TilePacker
{
    /// <summary>Bytes that rows may be read or written beyond their end.</summary>
    public const int Slack = 64;

    /// <summary>Whether every weight of the part fits a signed byte.</summary>
    public static bool FitsByte(Weights part) => part.Width < 8 || part.Low + part.Width >= part.Bits;

    /// <summary>Packs a tile behind the first `before` of the panel's groups.</summary>
    /// <param name="parts">The tile's preloads, alike but for what they bring.</param>
    /// <param name="depth">Rows of the tile that the pass has operands for; the others meet zeros and are left out.</param>
    /// <param name="lines">Room for the tile's weights in the order in which they are stored.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack(
        byte* memory, ReadOnlySpan<TilePart> parts, int columns, int depth, sbyte* panel, int panelGroups, int before, Span<byte> lines)
    {
        var first = parts[0].Instruction;
        // A line is a column where the preload comes from the left, else a row.
        int groups = (depth + 3) / 4, pitch = first.Transpose ? groups * 4 : columns, size = groups * 4 * columns;
        lines[..size].Clear();
        fixed (byte* into = lines)
        {
            foreach (ref readonly var part in parts) Copy(memory + part.Start, part.Instruction, depth, into, pitch);
            if (first.Bytes == 1) new ByteQuantiser(first).Quantise((sbyte*)into, size);
            if (first.Transpose) FromColumns(into, columns, groups, panel, panelGroups, before);
            else FromRows(into, columns, groups, panel, panelGroups, before);
        }
    }

    /// <summary>Whether two preloads round, clip and slice in the same way, so that they can be parts of one tile.</summary>
    public static bool Alike(Weights a, Weights b) =>
        (a.Bytes, a.Shift, a.Bits, a.Low, a.Width, a.Transpose) == (b.Bytes, b.Shift, b.Bits, b.Low, b.Width, b.Transpose);

    // Byte codes as they are; codes of two bytes have to be made narrow first.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Copy(byte* codes, Weights w, int depth, byte* into, int pitch)
    {
        int rows = Math.Clamp(depth - w.Row, 0, w.Rows), lines = w.Transpose ? w.Cols : rows, length = w.Transpose ? rows : w.Cols;
        into += w.Transpose ? w.Row : w.Row * pitch;
        for (int i = 0; i < lines; i++, codes += w.Pitch, into += pitch)
            if (w.Bytes == 2) Quantise(codes, w, length, into);
            else if (length == 4) *(int*)into = *(int*)codes;
            else if (length == 16) Vector128.Load(codes).Store(into);
            else if (length == 32) Vector256.Load(codes).Store(into);
            else Unsafe.CopyBlockUnaligned(into, codes, (uint)length);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FromRows(byte* rows, int columns, int groups, sbyte* panel, int panelGroups, int before)
    {
        for (int start = 0; start < columns;)
        {
            int width = Panel.BlockWidth(columns - start);
            byte* block = (byte*)panel + Panel.Block(start, panelGroups) + before * width * 4;
            for (int g = 0; g < groups; g++)
            {
                byte* row = rows + 4 * g * columns + start;
                Panel.Interleave(row, row + columns, row + 2 * columns, row + 3 * columns, 0, block + g * width * 4, width);
            }
            start += width;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FromColumns(byte* lines, int columns, int groups, sbyte* panel, int panelGroups, int before)
    {
        for (int start = 0; start < columns;)
        {
            int width = Panel.BlockWidth(columns - start);
            int* block = (int*)(panel + Panel.Block(start, panelGroups) + before * width * 4);
            for (int n = 0; n < width; n++)
            {
                int* line = (int*)(lines + (start + n) * groups * 4);
                for (int g = 0; g < groups; g++) block[g * width + n] = line[g];
            }
            start += width;
        }
    }

    private static void Quantise(byte* codes, Weights w, int count, byte* into)
    {
        int limit = new FixedFormat(w.Bits).MaxCode;
        for (int i = 0; i < count; i++)
        {
            int t = (int)Rounding.Clip(Rounding.NearestEven(Unsafe.ReadUnaligned<short>(codes + 2 * i), w.Shift), limit);
            into[i] = (byte)Execution.ArrayPasses.Slice(t, w.Low, w.Width, w.Low + w.Width >= w.Bits);
        }
    }

    /// <summary>Byte codes in 16-bit lanes, where neither the rounding nor the slice can overflow.</summary>
    private readonly struct ByteQuantiser(Weights w)
    {
        private readonly short most = (short)Math.Min(new FixedFormat(w.Bits).MaxCode, short.MaxValue);
        private readonly int shift = w.Shift, low = w.Low, width = w.Width;
        private readonly bool signed = w.Low + w.Width >= w.Bits, whole = w.Low == 0 && w.Width >= w.Bits;

        /// <summary>In place; zeros stay zeros. Works on whole vectors.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Quantise(sbyte* codes, int count)
        {
            for (int i = 0; i < count; i += 32)
            {
                var (lower, upper) = Vector256.Widen(Vector256.Load(codes + i));
                Vector256.Narrow(Quantise(lower), Quantise(upper)).Store(codes + i);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Vector256<short> Quantise(Vector256<short> x)
        {
            if (shift > 0) x = x + Vector256.Create((short)((1 << shift - 1) - 1)) + (x >> shift & Vector256<short>.One) >> shift;
            var limit = Vector256.Create(most);
            x = Vector256.Max(Vector256.Min(x, limit), -limit);
            if (whole) return x;
            x >>= low;
            return signed ? x << 16 - width >> 16 - width : x & Vector256.Create((short)((1 << width) - 1));
        }
    }
}
