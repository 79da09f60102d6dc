using System.Buffers.Binary;

namespace WageSim.Isa.Execution;

/// <summary>What the instructions of any max pool compute, element after element: the kernels leave exactly this.</summary>
internal static class PoolDefinitions
{
    public static void Run(VectorPool op, in Command c, MachineState machine)
    {
        var walk = c.W0!;
        var windows = Windows.Of(op, walk);
        int to = 0;
        var command = c;
        for (int b = 0; b < windows.Images; b++)
            for (int row = 0; row < windows.Down; row++)
                for (int column = 0; column < windows.Across; column++)
                    for (int n = 0; n < walk.Run; n++, to++)
                    {
                        int place = 0;
                        long z = Sum(0);
                        for (int i = 1; i < op.Size * op.Size; i++)
                            if (Sum(i) > z) (z, place) = (Sum(i), i);
                        VectorDefinitions.Activate(z, place, op.Shift, op.Bits, command, to, machine.Scratchpad);

                        long Sum(int i)
                        {
                            int y = row * op.Step + i / op.Size, x = column * op.Step + i % op.Size;
                            return VectorDefinitions.Sum(
                                op.Wide, command, machine, ((long)b * windows.Height + y) * windows.Width + x, n);
                        }
                    }
    }

    public static void Run(VectorUnpool op, in Command c, MachineState machine)
    {
        var walk = c.W0!;
        var windows = Windows.Of(op, walk);
        byte[] memory = machine.Scratchpad;
        for (int b = 0; b < windows.Images; b++)
            for (int y = 0; y < windows.Height; y++)
                for (int x = 0; x < windows.Width; x++)
                    for (int n = 0; n < walk.Run; n++)
                    {
                        int sum = 0;
                        for (int row = 0; row < windows.Down; row++)
                            for (int column = 0; column < windows.Across; column++)
                            {
                                int dy = y - row * op.Step, dx = x - column * op.Step;
                                if (dy < 0 || dy >= op.Size || dx < 0 || dx >= op.Size) continue;
                                long from = (((long)b * windows.Down + row) * windows.Across + column) * walk.Run + n;
                                int mask = memory[c.B + from];
                                bool chosen = (mask & VectorDefinitions.ReluPasses) != 0 && mask >> 2 == dy * op.Size + dx;
                                if (chosen) sum += Element(memory, c.A + from * op.Bytes, op.Bytes);
                            }
                        long to = c.C + b * walk.Stride3 + y * walk.Stride2 + x * walk.Stride1 + n * op.SumBytes;
                        if (op.SumBytes == 1) memory[to] = (byte)sum;
                        else BinaryPrimitives.WriteInt16LittleEndian(memory.AsSpan((int)to), (short)sum);
                    }
    }

    private static int Element(byte[] memory, long at, int bytes) =>
        bytes == 1 ? (sbyte)memory[at] : BinaryPrimitives.ReadInt16LittleEndian(memory.AsSpan((int)at));
}
