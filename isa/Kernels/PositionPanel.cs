using System.Runtime.CompilerServices;

namespace WageSim.Isa.Kernels;

/// <summary>An operand whose positions are summed over: where it is, and the bits of each element that take part.</summary>
internal sealed record PositionOperand(Walk Walk, int[] Offsets, int Start, OperandSlice Slice);

/// <summary>Lays out operands that are stored position by position for kernels that want four positions of an element together.</summary>
internal static unsafe class PositionPanel
{
    // Rows that are gathered at once.
    private const int RowsAtOnce = 64;

    /// <summary>Bytes between groups of positions of a moving operand of so many elements.</summary>
    public static int Step(int elements) => 4 * (elements <= 4 ? 4 : elements <= 8 ? 8 : (elements + 15) / 16 * 16);

    /// <summary>A moving operand: group g of element k is at into + g · Step + 4 · k.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Moving(byte* memory, PositionOperand operand, int from, int count, byte* buffer, byte* into)
    {
        int elements = operand.Walk.ElementsPerPosition, step = Step(elements);
        var rows = new Rows(memory, operand, buffer);
        for (int i = 0; i < count; i += 4, into += step)
        {
            rows.Next(from + i, count - i);
            Panel.Interleave(rows.Row0, rows.Row1, rows.Row2, rows.Row3, operand.Slice.Flip, into, elements);
        }
    }

    /// <summary>A stationary operand, as a panel of so many columns, as signed bytes; what lies beyond its elements is left open.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Stationary(byte* memory, PositionOperand operand, int from, int count, byte* buffer, byte* into, int columns)
    {
        int elements = operand.Walk.ElementsPerPosition, groups = (count + 3) / 4;
        byte flip = operand.Slice.SignedFlip;
        for (int start = 0; start < elements;)
        {
            int width = Panel.BlockWidth(columns - start);
            byte* target = into + Panel.Block(start, groups);
            var rows = new Rows(memory, operand, buffer);
            for (int i = 0; i < count; i += 4, target += width * 4)
            {
                rows.Next(from + i, count - i);
                Panel.Interleave(rows.Row0 + start, rows.Row1 + start, rows.Row2 + start, rows.Row3 + start, flip, target, width);
            }
            start += width;
        }
    }

    /// <summary>Four positions' elements at a time: where they are stored, or gathered; zeros behind the last position.</summary>
    private ref struct Rows(byte* memory, PositionOperand operand, byte* buffer)
    {
        private readonly bool gather = operand.Walk.Segments > 1 || !operand.Slice.IsWhole(operand.Walk.Bytes);
        private readonly int pitch = (operand.Walk.ElementsPerPosition + 31) / 16 * 16;
        private readonly ReadOnlySpan<int> offsets = operand.Offsets;
        private int gathered;

        public byte* Row0, Row1, Row2, Row3;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Next(int position, int left)
        {
            if (gather || left < 4) { Fetch(position, left); return; }
            byte* start = memory + operand.Start;
            Row0 = start + offsets[position];
            Row1 = start + offsets[position + 1];
            Row2 = start + offsets[position + 2];
            Row3 = start + offsets[position + 3];
        }

        private void Fetch(int position, int left)
        {
            if (gathered == 0)
            {
                gathered = Math.Min(gather ? RowsAtOnce : left, left);
                Gather.Rows(memory, operand.Start, operand.Walk, offsets, position, gathered, operand.Slice, buffer, pitch);
                // As many rows of zeros as a last group can lack.
                if (gathered % 4 != 0) new Span<byte>(buffer + gathered * pitch, 4 * pitch).Clear();
                Row3 = buffer - pitch;
            }
            Row0 = Row3 + pitch;
            Row1 = Row0 + pitch;
            Row2 = Row1 + pitch;
            Row3 = Row2 + pitch;
            gathered = Math.Max(0, gathered - 4);
        }
    }
}
