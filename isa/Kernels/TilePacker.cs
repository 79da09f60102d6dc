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
                for (int i = 0; i < count; i++) Quantise(memory + part.Start + (long)i * w.Pitch, w, length, into + at + i * pitch);
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

    private static void Quantise(byte* codes, Weights w, int count, byte* into)
    {
        int limit = new FixedFormat(w.Bits).MaxCode;
        bool signed = w.Low + w.Width >= w.Bits;
        int i = 0;
        if (w.Bytes == 1)
        {
            // Bytes in 16-bit lanes: neither the rounding nor the slice can overflow.
            Vector128<short> most = Vector128.Create((short)Math.Min(limit, short.MaxValue)), half = Vector128.Create((short)((1 << w.Shift >> 1) - 1));
            var mask = Vector128.Create((short)((1 << w.Width) - 1));
            int unused = 16 - w.Width;
            for (; i + 16 <= count; i += 16)
            {
                var (low, high) = Vector128.Widen(Vector128.Load((sbyte*)codes + i));
                Vector128.Narrow(Slice(low), Slice(high)).Store((sbyte*)into + i);
            }

            Vector128<short> Slice(Vector128<short> x)
            {
                if (w.Shift > 0) x = x + half + (x >> w.Shift & Vector128<short>.One) >> w.Shift;
                x = Vector128.Max(Vector128.Min(x, most), -most) >> w.Low;
                return signed ? x << unused >> unused : x & mask;
            }
        }
        for (; i < count; i++)
        {
            int code = w.Bytes == 1 ? (sbyte)codes[i] : Unsafe.ReadUnaligned<short>(codes + 2 * i);
            int t = (int)Rounding.Clip(Rounding.NearestEven(code, w.Shift), limit);
            into[i] = (byte)Execution.ArrayPasses.Slice(t, w.Low, w.Width, signed);
        }
    }
}
