using WageSim.Isa.Execution.Elementwise;

namespace WageSim.Isa.Execution;

/// <summary>What normalisation touches, and who computes it.</summary>
internal static class NormPasses
{
    public static void List(VectorNormalise op, in Command c, ref AccessList accesses)
    {
        long elements = (long)c.W0!.Positions * c.W0.Run;
        accesses.Read(Memory.Scratchpad, c.A, 4 * elements);
        accesses.Read(Memory.Scratchpad, c.B, (long)VectorNormalise.ConstantBytes * c.W0.Run);
        accesses.Write(Memory.Scratchpad, c.C, op.OutputBytes * elements);
    }

    public static void Run(VectorNormalise op, in Command c, MachineState machine)
    {
        if (machine.Plain) NormDefinitions.Run(op, c, machine);
        else NormKernel.Run(op, c, machine);
    }
}
