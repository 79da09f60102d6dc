using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using WageSim.Models.Numerics;

namespace WageSim.Isa.Kernels;

/// <summary>A `weights` instruction with its scratchpad address: part of a tile.</summary>
internal readonly record struct TilePart(Weights Instruction, int Start);

/// <summary>Turns stored weight codes into a panel: rounding, clip and slice as the preload path does them, then the kernel's layout.</summary>
internal static unsafe class TilePacker
{
    /// <summary>Bytes that rows may be read or written beyond their end.</summary>
    public const int Slack = 64;

    /// <summary>Whether every weight of the part fits a signed byte.</summary>
    public static bool FitsByte(Weights part) => part.Width < 8 || part.Low + part.Width >= part.Bits;

    /// <summary>Packs a tile behind the first `before` of the panel's groups.</summary>
    /// <param name="lines">Room for the tile's weights in the order in which they are stored.</param>
    public static void Pack(
        byte* memory, ReadOnlySpan<TilePart> parts, int columns, int groups, sbyte* panel, int panelGroups, int before, Span<byte> lines)
    {
        bool transposed = parts[0].Instruction.Transpose;
        // A line is a column where the preload comes from the left, else a row.
        int pitch = transposed ? groups * 4 : columns;
        lines[..(groups * 4 * columns + Slack)].Clear();
        fixed (byte* into = lines)
        {
            foreach (var part in parts)
            {
                var w = part.Instruction;
                int count = transposed ? w.Cols : w.Rows, length = transposed ? w.Rows : w.Cols, at = transposed ? w.Row : w.Row * pitch;
                byte* from = memory + part.Start;
                if (w.Bytes == 1 && length % 16 == 0) Quantise(from, w, count, length, into + at, pitch);
                else for (int i = 0; i < count; i++) Quantise(from + (long)i * w.Pitch, w, length, into + at + i * pitch);
            }
            if (transposed) FromColumns(into, columns, groups, panel, panelGroups, before);
            else FromRows(into, columns, groups, panel, panelGroups, before);
        }
    }

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

    // Lines of a multiple of 16 codes.
    private static void Quantise(byte* codes, Weights w, int lines, int length, byte* into, int pitch)
    {
        var quantiser = new ByteQuantiser(w);
        for (int i = 0; i < lines; i++, codes += w.Pitch, into += pitch)
            for (int n = 0; n < length; n += 32)
            {
                var result = quantiser.Quantise(Vector256.Load((sbyte*)codes + n));
                if (n + 32 <= length) result.Store((sbyte*)into + n);
                else result.GetLower().Store((sbyte*)into + n);
            }
    }

    private static void Quantise(byte* codes, Weights w, int count, byte* into)
    {
        int limit = new FixedFormat(w.Bits).MaxCode;
        bool signed = w.Low + w.Width >= w.Bits;
        for (int i = 0; i < count; i++)
        {
            int code = w.Bytes == 1 ? (sbyte)codes[i] : Unsafe.ReadUnaligned<short>(codes + 2 * i);
            int t = (int)Rounding.Clip(Rounding.NearestEven(code, w.Shift), limit);
            into[i] = (byte)Execution.ArrayPasses.Slice(t, w.Low, w.Width, signed);
        }
    }

    /// <summary>Byte codes in 16-bit lanes, where neither the rounding nor the slice can overflow.</summary>
    private readonly struct ByteQuantiser(Weights w)
    {
        private readonly Vector256<short> most = Vector256.Create((short)Math.Min(new FixedFormat(w.Bits).MaxCode, short.MaxValue));
        private readonly Vector256<short> half = Vector256.Create((short)((1 << w.Shift >> 1) - 1)), mask = Vector256.Create((short)((1 << w.Width) - 1));
        private readonly int shift = w.Shift, low = w.Low, unused = 16 - w.Width;
        private readonly bool signed = w.Low + w.Width >= w.Bits, whole = w.Low == 0 && w.Width >= w.Bits;

        /// <summary>32 codes.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<sbyte> Quantise(Vector256<sbyte> codes)
        {
            var (lower, upper) = Vector256.Widen(codes);
            return Vector256.Narrow(Quantise(lower), Quantise(upper));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Vector256<short> Quantise(Vector256<short> x)
        {
            if (shift > 0) x = x + half + (x >> shift & Vector256<short>.One) >> shift;
            x = Vector256.Max(Vector256.Min(x, most), -most);
            if (whole) return x;
            x >>= low;
            return signed ? x << unused >> unused : x & mask;
        }
    }
}
