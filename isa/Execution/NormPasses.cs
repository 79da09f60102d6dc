using WageSim.Isa.Execution.Elementwise;

namespace WageSim.Isa.Execution;

/// <summary>What normalisation and its second half touch, and who computes it.</summary>
internal static class NormPasses
{
    public static void List(VectorNormalise op, in Command c, ref AccessList accesses)
    {
        long elements = (long)c.W0!.Positions * c.W0.Run;
        accesses.Read(Memory.Scratchpad, c.A, 4 * elements);
        accesses.Read(Memory.Scratchpad, c.B, (long)VectorNormalise.ConstantBytes * c.W0.Run);
        accesses.Write(Memory.Scratchpad, c.C, op.OutputBytes * elements);
    }

    public static void List(VectorScale op, in Command c, ref AccessList accesses)
    {
        long elements = (long)c.W0!.Positions * c.W0.Run;
        accesses.Read(Memory.Scratchpad, c.A, 2 * elements);
        accesses.Read(Memory.Scratchpad, c.B, (long)VectorScale.ConstantBytes * c.W0.Run);
        accesses.Write(Memory.Scratchpad, c.C, op.OutputBytes * elements);
    }

    public static void Run(VectorNormalise op, in Command c, MachineState machine)
    {
        if (machine.Plain) NormDefinitions.Run(op, c, machine);
        else NormKernel.Run(op, c, machine);
    }

    public static void Run(VectorScale op, in Command c, MachineState machine)
    {
        if (machine.Plain) NormDefinitions.Run(op, c, machine);
        else ScaleKernel.Run(op, c, machine);
    }
}
