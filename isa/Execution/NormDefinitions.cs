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
            long y = normalised * Constant(c, 2, n) + (Constant(c, 3, n) << CodeShift);
            long code = Math.Min(Rounding.NearestEven(Math.Max(y, 0), CodeShift), op.Clip);
            if (op.Writes(VectorNormalise.Normalised)) Write16(c.C + 2 * i, normalised);
            if (op.Writes(VectorNormalise.Activations)) Write16(activations + 2 * i, code);
            if (op.Writes(VectorNormalise.Masks)) memory[masks + i] = (byte)(y > 0 ? 1 : 0);
        }

        long Constant(in Command c, int kind, int n) => StreamDefinitions.Word(memory, c.B, (long)kind * channels + n);
        void Write16(long at, long value) => BinaryPrimitives.WriteInt16LittleEndian(memory.AsSpan((int)at), (short)value);
    }
}
