using WageSim.Isa.Execution.Elementwise;

namespace WageSim.Isa.Execution;

/// <summary>What the updates with momentum touch, and who computes them.</summary>
internal static class MomentumPasses
{
    /// <summary>Bytes of a weight with its accumulator.</summary>
    public const int StateBytes = 6;

    public static void List(VectorParameter op, in Command c, ref AccessList accesses)
    {
        accesses.Read(Memory.Scratchpad, c.A + op.Sums, 8L * op.Count);
        accesses.Write(Memory.Scratchpad, c.B, 8L * op.Count);
        accesses.Read(Memory.Scalars, op.Exponent, 1);
        accesses.Read(Memory.Scalars, MachineState.RateScalar, 1);
    }

    public static void List(VectorMomentum op, in Command c, ref AccessList accesses)
    {
        int count = c.W0!.Run;
        accesses.Read(Memory.Scratchpad, c.A, (long)count * VectorPasses.WordBytes(op.Wide));
        accesses.Write(Memory.Scratchpad, c.B, (long)StateBytes * count);
        if (op.External) accesses.Read(Memory.Scratchpad, c.C, 2L * count);
        accesses.Read(Memory.Scalars, op.Max, 1);
        accesses.Read(Memory.Scalars, MachineState.RangeScalar, MachineState.ScalarCount - MachineState.RangeScalar);
    }

    public static void Run(VectorMomentum op, in Command c, MachineState machine)
    {
        if (machine.Plain) MomentumDefinitions.Run(op, c, machine);
        else MomentumKernel.Run(op, c, machine);
    }
}
