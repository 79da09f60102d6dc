using System.Buffers.Binary;
using WageSim.Models.Numerics;

namespace WageSim.Isa.Execution;

/// <summary>What the instructions of 32-bit streams compute, element after element: the kernels leave exactly this.</summary>
internal static class StreamDefinitions
{
    public static void Run(VectorNarrow op, in Command c, MachineState machine)
    {
        byte[] memory = machine.Scratchpad;
        long limit = Limit(op.Bits);
        for (int i = 0; i < op.Count; i++)
        {
            long code = Rounding.Clip(Rounding.NearestEven(Word(memory, c.A, i), op.Shift), limit);
            long at = c.B + (long)op.CodeBytes * i;
            if (op.CodeBytes == 1) memory[at] = (byte)code;
            else if (op.CodeBytes == 2) BinaryPrimitives.WriteInt16LittleEndian(memory.AsSpan((int)at), (short)code);
            else BinaryPrimitives.WriteInt32LittleEndian(memory.AsSpan((int)at), (int)code);
        }
    }

    public static void Run(VectorJoin op, in Command c, MachineState machine)
    {
        byte[] memory = machine.Scratchpad;
        long limit = Limit(op.Bits);
        for (int i = 0; i < c.W0!.Run; i++)
        {
            long sum = Word(memory, c.A, i) + (op.Both ? (long)Word(memory, c.B, i) : 0);
            SetWord(memory, c.C, i, (int)Rounding.Clip(sum, limit));
        }
    }

    public static void Run(VectorPeak op, in Command c, MachineState machine)
    {
        var walk = c.W0!;
        var windows = PaddedWindows.Of(op, walk);
        byte[] memory = machine.Scratchpad;
        long to = 0;
        for (int b = 0; b < windows.Images; b++)
            for (int row = 0; row < windows.Down; row++)
                for (int column = 0; column < windows.Across; column++)
                    for (int n = 0; n < walk.Run; n++, to++)
                    {
                        int place = -1, z = 0;
                        for (int i = 0; i < op.Size * op.Size; i++)
                        {
                            int y = row * op.Step - op.Top + i / op.Size, x = column * op.Step - op.Left + i % op.Size;
                            if (y < 0 || y >= windows.Height || x < 0 || x >= windows.Width) continue;
                            int word = Word(memory, c.A, (((long)b * windows.Height + y) * windows.Width + x) * walk.Run + n);
                            if (place < 0 || word > z) (z, place) = (word, i);
                        }
                        SetWord(memory, c.B, to, z);
                        memory[c.C + to] = (byte)place;
                    }
    }

    public static void Run(VectorAverage op, in Command c, MachineState machine)
    {
        var walk = c.W0!;
        byte[] memory = machine.Scratchpad;
        int run = walk.Run, pixels = walk.Count1;
        for (long b = 0; b < (long)walk.Count2 * walk.Count3; b++)
            for (int n = 0; n < run; n++)
            {
                long sum = 0;
                for (int i = 0; i < pixels; i++)
                    sum += BinaryPrimitives.ReadUInt16LittleEndian(memory.AsSpan((int)(c.A + 2 * ((b * pixels + i) * run + n))));
                BinaryPrimitives.WriteUInt16LittleEndian(
                    memory.AsSpan((int)(c.B + 2 * (b * run + n))), (ushort)Division.Nearest(sum, pixels));
            }
    }

    /// <summary>The largest code of so many bits, with sign.</summary>
    public static long Limit(int bits) => (1L << bits - 1) - 1;

    public static int Word(byte[] memory, long at, long index) =>
        BinaryPrimitives.ReadInt32LittleEndian(memory.AsSpan((int)(at + 4 * index)));

    public static void SetWord(byte[] memory, long at, long index, int value) =>
        BinaryPrimitives.WriteInt32LittleEndian(memory.AsSpan((int)(at + 4 * index)), value);
}
