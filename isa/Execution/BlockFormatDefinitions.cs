using System.Buffers.Binary;
using WageSim.Models.Numerics;

namespace WageSim.Isa.Execution;

/// <summary>What the instructions of block formats compute, element after element: the kernels leave exactly this.</summary>
internal static class BlockFormatDefinitions
{
    /// <summary>The largest code of a byte.</summary>
    public const int MaxCode = 127;

    /// <summary>A step from the lowest byte to the largest weight: a larger one changes no more.</summary>
    public const int MostStep = 2 * MaxCode + 1;

    /// <summary>From this shift on every 64-bit number becomes 0, however it is rounded.</summary>
    private const int MostShift = 128;

    public static void Run(VectorRange op, MachineState machine)
    {
        long[] scalars = machine.Scalars;
        long rate = op.Rate ? scalars[MachineState.RateScalar] : 0;
        long shift = scalars[op.Max] <= 1 ? 0 : Math.Max(0, Rounding.CeilingLog2(scalars[op.Max]) - op.Bits - rate);
        if (op.Pair && shift == 1) shift = 2;
        scalars[op.Shift] = shift;
        scalars[op.Exponent] += shift + op.Plus;
    }

    public static void Run(VectorPut op, in Command c, MachineState machine) =>
        BinaryPrimitives.WriteInt32LittleEndian(machine.Scratchpad.AsSpan((int)c.A), unchecked((int)machine.Scalars[op.Scalar]));

    /// <summary>The shift that a scalar register holds: from 0 on; very large ones do what a smaller one does.</summary>
    public static int Shift(MachineState machine, int scalar) => (int)Math.Clamp(machine.Scalars[scalar], 0, MostShift);

    /// <summary>Code of a sum; without a shift -128 stays as it is.</summary>
    public static int Code(long x, int shift, bool pseudo) => (int)(shift == 0
        ? Math.Clamp(x, -MaxCode - 1, MaxCode)
        : Rounding.Clip(pseudo ? Rounding.PseudoStochastic(x, shift) : Rounding.NearestAway(x, shift), MaxCode));

    public static void Run(VectorRound op, in Command c, MachineState machine)
    {
        int shift = Shift(machine, op.Shift);
        for (int i = 0; i < op.Count; i++)
            machine.Scratchpad[c.B + i] = (byte)Code(Word(machine.Scratchpad, c.A, i), shift, op.Pseudo);
    }

    public static void Run(VectorRoundSum op, in Command c, MachineState machine)
    {
        int shift = Shift(machine, op.Shift), run = c.W0!.Run;
        for (int i = 0; i < c.W0.Positions; i++)
            for (int n = 0; n < run; n++)
                machine.Scratchpad[c.B + (long)i * run + n] =
                    (byte)Code(machine.Accumulator[(c.A + i) * machine.Chip.Cols + n], shift, op.Pseudo);
    }

    public static void Run(VectorRelu op, in Command c, MachineState machine)
    {
        var walk = c.W0!;
        var windows = Windows.Of(op, walk);
        var command = c;
        int to = 0;
        for (int b = 0; b < windows.Images; b++)
            for (int row = 0; row < windows.Down; row++)
                for (int column = 0; column < windows.Across; column++)
                    for (int n = 0; n < walk.Run; n++, to++)
                    {
                        int place = 0, z = Positive(0);
                        for (int i = 1; i < op.Size * op.Size; i++)
                            if (Positive(i) > z) (z, place) = (Positive(i), i);
                        machine.Scratchpad[command.B + to] = (byte)z;
                        machine.Scratchpad[command.C + to] =
                            (byte)((z > 0 ? VectorDefinitions.ReluPasses : 0) | VectorDefinitions.ClipPasses | place << 2);

                        int Positive(int i)
                        {
                            int y = row * op.Size + i / op.Size, x = column * op.Size + i % op.Size;
                            return Math.Max(Code(op, command, machine, ((long)b * windows.Height + y) * windows.Width + x, n), 0);
                        }
                    }
    }

    /// <summary>Column n of row i of the codes of a `vrelu`, before ReLU and pool.</summary>
    public static int Code(VectorRelu op, in Command c, MachineState machine, long i, int n)
    {
        long sum = op.Words
            ? Word(machine.Scratchpad, c.A, i * c.W0!.Run + n)
            : machine.Accumulator[(c.A + i) * machine.Chip.Cols + n];
        return Code(sum, Shift(machine, op.Shift), op.Pseudo);
    }

    public static void Run(VectorDrop op, in Command c, MachineState machine)
    {
        var walk = c.W0!;
        byte[] memory = machine.Scratchpad;
        uint key = Key(op.Tensor, machine);
        for (int i = 0; i < walk.Positions; i++)
            for (int n = 0; n < walk.Run; n++)
            {
                long feature = (long)(i % walk.Count1) * op.Pitch + n;
                ushort draw = op.External ? Draw(memory, c.B, feature) : RandomBits.Draw(key, (uint)(c.Mode + feature));
                if (draw >> 15 == 0) memory[c.A + (long)i * walk.Run + n] = 0;
            }
    }

    public static void Run(VectorChance op, in Command c, MachineState machine)
    {
        byte[] memory = machine.Scratchpad;
        uint key = Key(op.Tensor, machine);
        for (int i = 0; i < c.W0!.Run; i++)
        {
            ushort draw = op.External ? Draw(memory, c.C, i) : RandomBits.Draw(key, (uint)(c.Mode + i));
            memory[c.B + i] = (byte)Rounding.Clip(Rounding.Stochastic(Word(memory, c.A, i), op.Shift, draw), MaxCode);
        }
    }

    public static void Run(VectorStep op, in Command c, MachineState machine)
    {
        byte[] memory = machine.Scratchpad;
        for (int i = 0; i < c.W0!.Run; i++)
            memory[c.B + i] = (byte)Rounding.Clip((sbyte)memory[c.B + i] - Step(op, c, machine, i), MaxCode);
    }

    /// <summary>What a `vstep` takes off weight i.</summary>
    public static long Step(VectorStep op, in Command c, MachineState machine, int i)
    {
        if (machine.Scalars[op.Max] <= 1) return 0;
        long gradient = op.Wide
            ? BinaryPrimitives.ReadInt64LittleEndian(machine.Scratchpad.AsSpan((int)c.A + 8 * i)) : Word(machine.Scratchpad, c.A, i);
        return Rounding.Clip(Rounding.PseudoStochastic(gradient, Shift(machine, op.Shift)), MostStep);
    }

    /// <summary>The key of a command's draws.</summary>
    public static uint Key(int tensor, MachineState machine) => RandomBits.Key(
        (uint)machine.Scalars[MachineState.SeedScalar], (uint)machine.Scalars[MachineState.StepScalar], (uint)tensor);

    private static int Word(byte[] memory, long at, long index) =>
        BinaryPrimitives.ReadInt32LittleEndian(memory.AsSpan((int)(at + 4 * index)));

    private static ushort Draw(byte[] memory, long at, long index) =>
        BinaryPrimitives.ReadUInt16LittleEndian(memory.AsSpan((int)(at + 2 * index)));
}
