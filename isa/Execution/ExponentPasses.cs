using System.Buffers.Binary;
using WageSim.Models.Numerics;

namespace WageSim.Isa.Execution;

/// <summary>What the instructions of exponents and maxima touch and compute.</summary>
internal static class ExponentPasses
{
    public static void List(VectorGet op, in Command c, ref AccessList accesses)
    {
        accesses.Read(Memory.Scratchpad, c.A, 4);
        accesses.Write(Memory.Scalars, op.Scalar, 1);
    }

    public static void Run(VectorGet op, in Command c, MachineState machine) =>
        machine.Scalars[op.Scalar] = BinaryPrimitives.ReadInt32LittleEndian(machine.Scratchpad.AsSpan((int)c.A));

    public static void List(VectorExponent op, ref AccessList accesses)
    {
        accesses.Read(Memory.Scalars, op.Max, 1);
        accesses.Write(Memory.Scalars, op.Exponent, 1);
    }

    public static void Run(VectorExponent op, MachineState machine)
    {
        long max = machine.Scalars[op.Max];
        if (max <= 0) machine.Scalars[op.Exponent] = 0;
        else machine.Scalars[op.Exponent] += Rounding.NearestLog2(max) - op.Bits;
    }

    public static void List(VectorRoom op, ref AccessList accesses)
    {
        accesses.Read(Memory.Scalars, op.Max, 1);
        accesses.Write(Memory.Scalars, op.Shift, 1);
        accesses.Write(Memory.Scalars, op.Exponent, 1);
    }

    public static void Run(VectorRoom op, MachineState machine)
    {
        long max = machine.Scalars[op.Max];
        int length = max <= 0 ? 0 : Rounding.BitLength(max), shift = Math.Max(0, length - op.Bits);
        machine.Scalars[op.Shift] = shift;
        machine.Scalars[op.Exponent] += shift;
    }
}
