using System.Buffers.Binary;
using WageSim.Models.Numerics;

namespace WageSim.Isa.Execution;

/// <summary>What normalisation computes, element after element: the kernels leave exactly this.</summary>
internal static class NormDefinitions
{
    /// <summary>Largest normalised value, unit 2^-7.</summary>
    public const int MaxNormalised = 2047;

    /// <summary>Bits from a sum's unit to a code's: 2^-14 to 2^-7.</summary>
    public const int CodeShift = 7;

    public static void Run(VectorNormalise op, in Command c, MachineState machine)
    {
        byte[] memory = machine.Scratchpad;
        int channels = c.W0!.Run;
        long elements = (long)c.W0.Positions * channels;
        long activations = c.C + op.Before(VectorNormalise.Activations) * elements,
            masks = c.C + op.Before(VectorNormalise.Masks) * elements;
        for (long i = 0; i < elements; i++)
        {
            int n = (int)(i % channels);
            long z = StreamDefinitions.Word(memory, c.A, i), mean = Constant(c, 0, n), deviation = Constant(c, 1, n);
            long normalised = Rounding.Clip(
                Division.Nearest(2 * z - mean << CodeShift, Math.Max(deviation, 0) + 1), MaxNormalised);
            long y = Scaled(normalised, Constant(c, 2, n), Constant(c, 3, n));
            if (op.Writes(VectorNormalise.Normalised)) Write16(memory, c.C + 2 * i, normalised);
            if (op.Writes(VectorNormalise.Activations)) Write16(memory, activations + 2 * i, Activation(y, op.Clip));
            if (op.Writes(VectorNormalise.Masks)) memory[masks + i] = (byte)(y > 0 ? 1 : 0);
        }

        long Constant(in Command c, int kind, int n) => StreamDefinitions.Word(memory, c.B, (long)kind * channels + n);
    }

    public static void Run(VectorScale op, in Command c, MachineState machine)
    {
        byte[] memory = machine.Scratchpad;
        int channels = c.W0!.Run;
        long elements = (long)c.W0.Positions * channels, masks = c.C + op.BeforeMasks * elements;
        for (long i = 0; i < elements; i++)
        {
            long n = i % channels, normalised = BinaryPrimitives.ReadInt16LittleEndian(memory.AsSpan((int)(c.A + 2 * i)));
            long y = Scaled(normalised, StreamDefinitions.Word(memory, c.B, n), StreamDefinitions.Word(memory, c.B, channels + n));
            if (op.Writes(VectorScale.Activations)) Write16(memory, c.C + 2 * i, Activation(y, op.Clip));
            if (op.Writes(VectorScale.Masks)) memory[masks + i] = (byte)(y > 0 ? 1 : 0);
        }
    }

    private static long Scaled(long normalised, long scale, long offset) => normalised * scale + (offset << CodeShift);

    private static long Activation(long y, int clip) => Math.Min(Rounding.NearestEven(Math.Max(y, 0), CodeShift), clip);

    private static void Write16(byte[] memory, long at, long value) =>
        BinaryPrimitives.WriteInt16LittleEndian(memory.AsSpan((int)at), (short)value);
}
