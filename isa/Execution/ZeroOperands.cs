namespace WageSim.Isa.Execution;

/// <summary>How many products of a pass have at least one zero operand: a byte or slice of the one, or a slice of the other.</summary>
internal static class ZeroOperands
{
    /// <summary>Of a pass whose tile is active. Operands beyond the tile's weights meet zeros.</summary>
    public static long Of(WeightStationary pass, in Command c, MachineState machine)
    {
        var walk = c.W0!;
        int depth = walk.ElementsPerPosition, rows = walk.Positions, columns = machine.Chip.Cols;
        short[] x = new short[rows * depth], tile = machine.Arrays[pass.Array].Active;
        ArrayPasses.GatherRows(machine.Scratchpad, c.A, walk, 0, rows, pass.Byte, x, depth);
        long zeros = 0;
        if (machine.Plain)
        {
            for (int i = 0; i < rows; i++)
                for (int k = 0; k < depth; k++)
                    for (int n = 0; n < pass.Cols; n++)
                        if (x[i * depth + k] == 0 || tile[k * columns + n] == 0) zeros++;
            return zeros;
        }
        int[] nonzeros = new int[depth];
        for (int i = 0; i < rows; i++)
            for (int k = 0; k < depth; k++)
                if (x[i * depth + k] != 0) nonzeros[k]++;
        for (int k = 0; k < depth; k++)
            zeros += (long)rows * pass.Cols - (long)nonzeros[k] * Nonzeros(tile.AsSpan(k * columns, pass.Cols));
        return zeros;
    }

    /// <summary>Of an output-stationary pass.</summary>
    public static long Of(OutputStationary pass, in Command c, MachineState machine)
    {
        Walk x = c.W0!, y = c.W1!;
        int k = x.ElementsPerPosition, n = y.Run, positions = x.Positions;
        short[] xs = new short[positions * k], ys = new short[positions * n];
        ArrayPasses.Gather(machine.Scratchpad, c.A, x, 0, positions, pass.XLow, pass.XWidth, pass.XSigned, xs, k);
        ArrayPasses.Gather(machine.Scratchpad, c.B, y, 0, positions, pass.YLow, pass.YWidth, pass.YSigned, ys, n);
        long zeros = 0;
        for (int i = 0; i < positions; i++)
        {
            ReadOnlySpan<short> xRow = xs.AsSpan(i * k, k), yRow = ys.AsSpan(i * n, n);
            if (!machine.Plain)
            {
                zeros += (long)k * n - (long)Nonzeros(xRow) * Nonzeros(yRow);
                continue;
            }
            foreach (short left in xRow)
                foreach (short right in yRow)
                    if (left == 0 || right == 0) zeros++;
        }
        return zeros;
    }

    private static int Nonzeros(ReadOnlySpan<short> values) => values.Length - values.Count((short)0);
}
