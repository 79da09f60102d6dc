using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace WageSim.Isa.Execution.Elementwise;

/// <summary>`vloss`: a row's errors are its sums, but for the column of its label.</summary>
internal static class LossKernel
{
    public static void Run(VectorLoss op, in Command c, MachineState machine)
    {
        var walk = c.W0!;
        int run = walk.Run, cols = machine.Chip.Cols;
        if (VectorPasses.Meet(c.B, 4L * walk.Positions, c.C, 4L * walk.Positions * run))
        {
            VectorDefinitions.Run(op, c, machine);
            return;
        }
        var labels = machine.Scratchpad.AsSpan((int)c.B, 4 * walk.Positions);
        var errors = MemoryMarshal.Cast<byte, int>(machine.Scratchpad.AsSpan((int)c.C, 4 * walk.Positions * run));
        long largest = 0;
        for (int i = 0; i < walk.Positions; i++)
        {
            var row = errors.Slice(i * run, run);
            machine.Accumulator.AsSpan((int)(c.A + i) * cols, run).CopyTo(row);
            long column = BinaryPrimitives.ReadInt32LittleEndian(labels[(4 * i)..]) - c.Mode;
            if (column >= 0 && column < run)
            {
                long e = row[(int)column] - (1L << op.TargetLog2);
                // The definition names the word that does not fit.
                if (e != (int)e) VectorDefinitions.Run(op, c, machine);
                row[(int)column] = (int)e;
            }
            foreach (int e in row) largest = Math.Max(largest, Math.Abs((long)e));
        }
        VectorDefinitions.Maximum(machine, op.Max, largest);
    }
}
