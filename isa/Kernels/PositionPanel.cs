namespace WageSim.Isa.Kernels;

/// <summary>An operand whose positions are summed over: where it is, and the bits of each element that take part.</summary>
internal sealed record PositionOperand(Walk Walk, int[] Offsets, int Start, OperandSlice Slice);

/// <summary>Lays out operands that are stored position by position for kernels that want four positions of an element together.</summary>
internal static unsafe class PositionPanel
{
    /// <summary>Bytes between groups of positions of a moving operand of so many elements.</summary>
    public static int Step(int elements) => 4 * (elements <= 4 ? 4 : elements <= 8 ? 8 : (elements + 15) / 16 * 16);

    /// <summary>A moving operand: group g of element k is at into + g · Step + 4 · k.</summary>
    public static void Moving(byte* memory, PositionOperand operand, int from, int count, byte* buffer, byte* into)
    {
        int elements = operand.Walk.ElementsPerPosition, step = Step(elements);
        byte** rows = stackalloc byte*[4];
        for (int i = 0; i < count; i += 4, into += step)
        {
            Four(memory, operand, from + i, Math.Min(4, count - i), buffer, rows);
            Panel.Interleave(rows[0], rows[1], rows[2], rows[3], operand.Slice.Flip, into, elements);
        }
    }

    /// <summary>A stationary operand, as a panel of so many columns; what lies beyond its elements is left open.</summary>
    public static void Stationary(byte* memory, PositionOperand operand, int from, int count, byte* buffer, byte* into, int columns)
    {
        int elements = operand.Walk.ElementsPerPosition, groups = (count + 3) / 4;
        byte** rows = stackalloc byte*[4];
        for (int g = 0; g < groups; g++)
        {
            Four(memory, operand, from + 4 * g, Math.Min(4, count - 4 * g), buffer, rows);
            for (int start = 0; start < elements;)
            {
                int width = Panel.BlockWidth(columns - start);
                byte* target = into + Panel.Block(start, groups) + g * width * 4;
                Panel.Interleave(rows[0] + start, rows[1] + start, rows[2] + start, rows[3] + start, 0, target, width);
                start += width;
            }
        }
    }

    // Where positions end within a group, the rest are zeros.
    private static void Four(byte* memory, PositionOperand operand, int first, int live, byte* buffer, byte** rows)
    {
        var walk = operand.Walk;
        int pitch = (walk.ElementsPerPosition + 31) / 16 * 16;
        bool gather = walk.Segments > 1 || !operand.Slice.IsWhole(walk.Bytes);
        if (gather) Gather.Rows(memory, operand.Start, walk, operand.Offsets, first, live, operand.Slice, buffer, pitch);
        for (int i = 0; i < live; i++) rows[i] = gather ? buffer + i * pitch : memory + operand.Start + operand.Offsets[first + i];
        if (live == 4) return;
        byte* zeros = buffer + 4 * pitch;
        new Span<byte>(zeros, pitch + 16).Clear();
        for (int i = live; i < 4; i++) rows[i] = zeros;
    }
}
