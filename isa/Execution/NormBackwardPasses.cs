using WageSim.Isa.Execution.Elementwise;

namespace WageSim.Isa.Execution;

/// <summary>What the instructions of batch normalisation backward touch, and who computes them.</summary>
internal static class NormBackwardPasses
{
    /// <summary>Bytes of an element's operands: x̂ of two, e of one.</summary>
    public const int OperandBytes = 3;

    public static void List(VectorChannel op, in Command c, ref AccessList accesses)
    {
        int channels = c.W0!.Run;
        accesses.Read(Memory.Scratchpad, c.A, OperandBytes * Elements(c.W0));
        accesses.Write(Memory.Scratchpad, c.B + NormTable.ErrorSums(channels), NormTable.Bytes(channels) - NormTable.ErrorSums(channels));
    }

    public static void Run(VectorChannel op, in Command c, MachineState machine)
    {
        if (machine.Plain) NormBackwardDefinitions.Run(op, c, machine);
        else ChannelKernel.Run(op, c, machine);
    }

    public static void List(VectorLive op, in Command c, ref AccessList accesses)
    {
        accesses.Read(Memory.Scratchpad, c.A, NormTable.Bytes(op.Count));
        if (op.More) accesses.Read(Memory.Scalars, op.Guard, 1);
        accesses.Write(Memory.Scalars, op.Guard, 1);
        accesses.Write(Memory.Scalars, op.Exponent, 1);
    }

    public static void List(VectorNormBackward op, in Command c, ref AccessList accesses)
    {
        int channels = c.W0!.Run, first = Math.Min(op.N, op.Guard);
        accesses.Read(Memory.Scratchpad, c.A, OperandBytes * Elements(c.W0));
        accesses.Read(Memory.Scratchpad, c.B, NormTable.Bytes(channels));
        accesses.Write(Memory.Scratchpad, c.C, 4 * Elements(c.W0));
        // One access for both, and for those between them: a command has at most five.
        accesses.Read(Memory.Scalars, first, Math.Max(op.N, op.Guard) + 1 - first);
        accesses.Write(Memory.Scalars, op.Max, 1);
    }

    public static void Run(VectorNormBackward op, in Command c, MachineState machine)
    {
        if (machine.Plain) NormBackwardDefinitions.Run(op, c, machine);
        else NormBackwardKernel.Run(op, c, machine);
    }

    public static long Elements(Walk walk) => (long)walk.Positions * walk.Run;
}
