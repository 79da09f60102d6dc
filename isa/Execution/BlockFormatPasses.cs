using WageSim.Isa.Execution.Elementwise;
using WageSim.Models;
using WageSim.Models.Hardware;

namespace WageSim.Isa.Execution;

/// <summary>What the instructions of block formats, tensors of codes with one exponent, touch, and who computes them.</summary>
internal static class BlockFormatPasses
{
    /// <summary>Bits of a draw: no longer fraction is compared with one.</summary>
    private const int DrawBits = 16;

    public static void List(VectorRange op, ref AccessList accesses)
    {
        accesses.Read(Memory.Scalars, op.Max, 1);
        if (op.Rate) accesses.Read(Memory.Scalars, MachineState.RateScalar, 1);
        accesses.Write(Memory.Scalars, op.Shift, 1);
        accesses.Write(Memory.Scalars, op.Exponent, 1);
    }

    public static void List(VectorPut op, in Command c, ref AccessList accesses)
    {
        accesses.Read(Memory.Scalars, op.Scalar, 1);
        accesses.Write(Memory.Scratchpad, c.A, 4);
    }

    public static void List(VectorRound op, in Command c, ref AccessList accesses)
    {
        accesses.Read(Memory.Scratchpad, c.A, 4L * op.Count);
        accesses.Write(Memory.Scratchpad, c.B, op.Count);
        accesses.Read(Memory.Scalars, op.Shift, 1);
    }

    public static void Run(VectorRound op, in Command c, MachineState machine)
    {
        if (machine.Plain) BlockFormatDefinitions.Run(op, c, machine);
        else RoundKernel.Run(op, c, machine);
    }

    public static void List(VectorRoundSum op, in Command c, Chip chip, ref AccessList accesses)
    {
        VectorPasses.ReadSums(c, c.W0!, chip, ref accesses);
        accesses.Write(Memory.Scratchpad, c.B, (long)c.W0!.Positions * c.W0.Run);
        accesses.Read(Memory.Scalars, op.Shift, 1);
    }

    public static void Run(VectorRoundSum op, in Command c, MachineState machine)
    {
        if (machine.Plain) BlockFormatDefinitions.Run(op, c, machine);
        else RoundKernel.Run(op, c, machine);
    }

    public static void List(VectorRelu op, in Command c, Chip chip, ref AccessList accesses)
    {
        PoolPasses.Check(c, op.Size);
        long outputs = Windows.Of(op, c.W0!).Count * c.W0!.Run;
        if (op.Words) accesses.Read(Memory.Scratchpad, c.A, 4L * c.W0.Positions * c.W0.Run);
        else VectorPasses.ReadSums(c, c.W0, chip, ref accesses);
        accesses.Write(Memory.Scratchpad, c.B, outputs);
        accesses.Write(Memory.Scratchpad, c.C, outputs);
        accesses.Read(Memory.Scalars, op.Shift, 1);
    }

    public static void Run(VectorRelu op, in Command c, MachineState machine)
    {
        if (machine.Plain) BlockFormatDefinitions.Run(op, c, machine);
        else ReluKernel.Run(op, c, machine);
    }

    public static void List(VectorDrop op, in Command c, ref AccessList accesses)
    {
        var walk = c.W0!;
        accesses.Write(Memory.Scratchpad, c.A, (long)walk.Positions * walk.Run);
        if (op.External) accesses.Read(Memory.Scratchpad, c.B, op.DrawBytes(walk));
        else accesses.Read(Memory.Scalars, MachineState.SeedScalar, 2);
    }

    public static void Run(VectorDrop op, in Command c, MachineState machine)
    {
        if (machine.Plain) BlockFormatDefinitions.Run(op, c, machine);
        else DropKernel.Run(op, c, machine);
    }

    public static void List(VectorChance op, in Command c, ref AccessList accesses)
    {
        if (op.Shift > DrawBits)
            throw new InputException($"program: instruction {c.Pc}: shift = {op.Shift}; 1..{DrawBits} are allowed");
        int count = c.W0!.Run;
        accesses.Read(Memory.Scratchpad, c.A, 4L * count);
        accesses.Write(Memory.Scratchpad, c.B, count);
        if (op.External) accesses.Read(Memory.Scratchpad, c.C, 2L * count);
        else accesses.Read(Memory.Scalars, MachineState.SeedScalar, 2);
    }

    public static void Run(VectorChance op, in Command c, MachineState machine)
    {
        if (machine.Plain) BlockFormatDefinitions.Run(op, c, machine);
        else ChanceKernel.Run(op, c, machine);
    }

    public static void List(VectorStep op, in Command c, ref AccessList accesses)
    {
        int count = c.W0!.Run;
        accesses.Read(Memory.Scratchpad, c.A, (long)count * VectorPasses.WordBytes(op.Wide));
        accesses.Write(Memory.Scratchpad, c.B, count);
        accesses.Read(Memory.Scalars, op.Max, 1);
        accesses.Read(Memory.Scalars, op.Shift, 1);
    }

    public static void Run(VectorStep op, in Command c, MachineState machine)
    {
        if (machine.Plain) BlockFormatDefinitions.Run(op, c, machine);
        else StepKernel.Run(op, c, machine);
    }
}
