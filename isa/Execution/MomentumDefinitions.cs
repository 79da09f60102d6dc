using System.Buffers.Binary;
using WageSim.Models.Numerics;

namespace WageSim.Isa.Execution;

/// <summary>What the updates with momentum compute, element after element: the kernels leave exactly this.</summary>
internal static class MomentumDefinitions
{
    /// <summary>Momentum of a quarter.</summary>
    public const int MomentumShift = 2;

    /// <summary>log2 of a step's unit, without sign; the largest step of gamma and beta.</summary>
    private const int StepLog2 = 14, MaxParameterStep = (1 << 20) - 1;

    /// <summary>log2 of x̂'s unit, without sign.</summary>
    private const int NormalisedLog2 = 7;

    /// <summary>Beyond these every sum but 0 gives the largest step, or none.</summary>
    private const int LeastShift = -80, MostShift = 40;

    private const long RateMask = (1 << 9) - 1, RangeMask = (1 << 3) - 1;

    public static void Run(VectorParameter op, in Command c, MachineState machine)
    {
        byte[] memory = machine.Scratchpad;
        long exponent = machine.Scalars[op.Exponent], rate = Rate(machine);
        long power = Math.Clamp(exponent, LeastShift - StepLog2, MostShift) + (op.Beta ? StepLog2 : StepLog2 - NormalisedLog2);
        int shift = (int)Math.Clamp(power, LeastShift, MostShift);
        for (int n = 0; n < op.Count; n++)
        {
            Int128 sum = BinaryPrimitives.ReadInt64LittleEndian(memory.AsSpan((int)(c.A + op.Sums + 8 * n)));
            var quotient = Division.Nearest(sum << Math.Max(0, shift), (Int128)op.Batch << Math.Max(0, -shift));
            long step = (long)Int128.Clamp(quotient, -MaxParameterStep, MaxParameterStep);
            Span<byte> parameter = memory.AsSpan((int)c.B + 4 * n), accumulator = memory.AsSpan((int)c.B + 4 * (op.Count + n));
            long v = BinaryPrimitives.ReadInt32LittleEndian(accumulator) + step;
            Move(parameter, v, rate);
            BinaryPrimitives.WriteInt32LittleEndian(accumulator, (int)Rounding.NearestEven(v, MomentumShift));
        }
    }

    public static void Run(VectorMomentum op, in Command c, MachineState machine)
    {
        byte[] memory = machine.Scratchpad;
        long rate = Rate(machine);
        int count = c.W0!.Run;
        uint key = BlockFormatDefinitions.Key(op.Tensor, machine);
        for (int i = 0; i < count; i++)
        {
            ushort draw = op.External
                ? BinaryPrimitives.ReadUInt16LittleEndian(memory.AsSpan((int)c.C + 2 * i)) : RandomBits.Draw(key, (uint)(c.Mode + i));
            long gradient = op.Wide
                ? BinaryPrimitives.ReadInt64LittleEndian(memory.AsSpan((int)c.A + 8 * i))
                : BinaryPrimitives.ReadInt32LittleEndian(memory.AsSpan((int)c.A + 4 * i));
            var accumulator = memory.AsSpan((int)c.B + 4 * count + 2 * i);
            long v = BinaryPrimitives.ReadInt16LittleEndian(accumulator) + Step(gradient, machine.Scalars[op.Max], Range(machine), draw);
            Move(memory.AsSpan((int)c.B + 4 * i), v, rate);
            BinaryPrimitives.WriteInt16LittleEndian(accumulator, (short)Rounding.NearestEven(v, MomentumShift));
        }
    }

    /// <summary>L of unit 2^-9.</summary>
    public static long Rate(MachineState machine) => machine.Scalars[MachineState.RateScalar] & RateMask;

    /// <summary>log2 of the range of steps.</summary>
    public static int Range(MachineState machine) => (int)(machine.Scalars[MachineState.RangeScalar] & RangeMask);

    private static long Step(long gradient, long max, int range, ushort draw)
    {
        if (max == 0) return 0;
        int shift = Rounding.NearestLog2(max) - range;
        long limit = (1L << range) - 1;
        // What a left shift could move out of 64 bits is beyond the limit before it.
        if (shift <= 0) gradient = Rounding.Clip(gradient, limit + 1);
        return Rounding.Clip(Rounding.Stochastic(gradient, shift, draw), limit);
    }

    private static void Move(Span<byte> stored, long v, long rate)
    {
        long moved = BinaryPrimitives.ReadInt32LittleEndian(stored) - rate * v;
        BinaryPrimitives.WriteInt32LittleEndian(stored, (int)Rounding.Clip(moved, int.MaxValue));
    }
}
