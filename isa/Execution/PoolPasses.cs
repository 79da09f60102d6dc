using WageSim.Isa.Execution.Elementwise;
using WageSim.Models;
using WageSim.Models.Hardware;

namespace WageSim.Isa.Execution;

/// <summary>What the instructions of any max pool touch, and who computes them.</summary>
internal static class PoolPasses
{
    public static void List(VectorPool op, in Command c, Chip chip, ref AccessList accesses)
    {
        Check(c, op.Size);
        VectorPasses.CheckCodes(c, op.Bits, op.Shift);
        long outputs = Windows.Of(op, c.W0!).Count * c.W0!.Run;
        VectorPasses.ReadForward(op.Wide, c, chip, ref accesses);
        accesses.Write(Memory.Scratchpad, c.B, outputs * op.CodeBytes);
        accesses.Write(Memory.Scratchpad, c.C, outputs);
    }

    public static void Run(VectorPool op, in Command c, MachineState machine)
    {
        if (machine.Plain || op.Wide) PoolDefinitions.Run(op, c, machine);
        else ActivateKernel.Run(op, c, machine);
    }

    public static void List(VectorUnpool op, in Command c, ref AccessList accesses)
    {
        Check(c, op.Size);
        if (op.Bytes > 2 || op.SumBytes > 2)
            throw new InputException(
                $"program: instruction {c.Pc}: bytes = {op.Bytes}, sumbytes = {op.SumBytes}; 1 or 2 are allowed");
        long inputs = Windows.Of(op, c.W0!).Count * c.W0!.Run;
        accesses.Read(Memory.Scratchpad, c.A, inputs * op.Bytes);
        accesses.Read(Memory.Scratchpad, c.B, inputs);
        accesses.Write(Memory.Scratchpad, c.C, c.W0.Bytes == op.SumBytes ? c.W0 : c.W0 with { Bytes = op.SumBytes });
    }

    public static void Run(VectorUnpool op, in Command c, MachineState machine)
    {
        if (machine.Plain) PoolDefinitions.Run(op, c, machine);
        else UnpoolKernel.Run(op, c, machine);
    }

    /// <summary>Throws where windows are larger than a mask byte has places for.</summary>
    public static void Check(in Command c, int size)
    {
        if (size > Windows.LargestSize)
            throw new InputException($"program: instruction {c.Pc}: size = {size}; windows of up to {Windows.LargestSize} are allowed");
    }
}
