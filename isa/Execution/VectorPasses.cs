using WageSim.Isa.Execution.Elementwise;
using WageSim.Models;
using WageSim.Models.Hardware;

namespace WageSim.Isa.Execution;

/// <summary>What the vector instructions touch, and who computes them. Layouts are dense: element after element, row after row.</summary>
internal static class VectorPasses
{
    public static void List(VectorActivate op, in Command c, Chip chip, ref AccessList accesses)
    {
        var walk = c.W0!;
        long outputs = Outputs(walk, op.Pool);
        CheckCodes(c, op.Bits, op.Shift);
        ReadForward(op.Wide, c, chip, ref accesses);
        accesses.Write(Memory.Scratchpad, c.B, outputs * op.CodeBytes);
        accesses.Write(Memory.Scratchpad, c.C, outputs);
    }

    public static void Run(VectorActivate op, in Command c, MachineState machine)
    {
        if (machine.Plain || op.Wide) VectorDefinitions.Run(op, c, machine);
        else ActivateKernel.Run(op, c, machine);
    }

    public static void List(VectorLoss op, in Command c, Chip chip, ref AccessList accesses)
    {
        var walk = c.W0!;
        if (!op.Wide) ReadSums(c, walk, chip, ref accesses);
        accesses.Read(Memory.Scratchpad, c.B, 4L * walk.Positions);
        accesses.Write(Memory.Scratchpad, c.C, (long)WordBytes(op.Wide) * walk.Positions * walk.Run);
        accesses.Write(Memory.Scalars, op.Max, 1);
    }

    public static void Run(VectorLoss op, in Command c, MachineState machine)
    {
        if (machine.Plain || op.Wide) VectorDefinitions.Run(op, c, machine);
        else LossKernel.Run(op, c, machine);
    }

    public static void List(VectorSpill op, in Command c, Chip chip, ref AccessList accesses)
    {
        var walk = c.W0!;
        long elements = (long)walk.Positions * walk.Run;
        ReadSums(c, walk, chip, ref accesses);
        if (op.Masked) accesses.Read(Memory.Scratchpad, c.B, elements);
        accesses.Write(Memory.Scratchpad, c.C, elements * WordBytes(op.Wide));
        if (op.Track) accesses.Write(Memory.Scalars, op.Max, 1);
    }

    public static void Run(VectorSpill op, in Command c, MachineState machine)
    {
        if (machine.Plain) VectorDefinitions.Run(op, c, machine);
        else SpillKernel.Run(op, c, machine);
    }

    public static void List(VectorMaximum op, in Command c, Chip chip, ref AccessList accesses)
    {
        ReadOperand(op, c, chip, ref accesses);
        accesses.Write(Memory.Scalars, op.Max, 1);
    }

    public static void Run(VectorMaximum op, in Command c, MachineState machine)
    {
        if (machine.Plain) VectorDefinitions.Run(op, c, machine);
        else CodeKernel.Run(op, c, machine);
    }

    public static void List(VectorCode op, in Command c, Chip chip, ref AccessList accesses)
    {
        ReadOperand(op, c, chip, ref accesses);
        accesses.Write(Memory.Scratchpad, c.C, (long)c.W0!.Positions * c.W0.Run * op.CodeBytes);
        accesses.Read(Memory.Scalars, op.Max, 1);
    }

    public static void Run(VectorCode op, in Command c, MachineState machine)
    {
        if (machine.Plain) VectorDefinitions.Run(op, c, machine);
        else CodeKernel.Run(op, c, machine);
    }

    public static void List(VectorQuantize op, in Command c, ref AccessList accesses)
    {
        accesses.Read(Memory.Scratchpad, c.A, (long)op.Count * WordBytes(op.Wide));
        accesses.Write(Memory.Scratchpad, c.B, (long)op.Count * op.CodeBytes);
        accesses.Read(Memory.Scalars, op.Max, 1);
    }

    public static void Run(VectorQuantize op, in Command c, MachineState machine)
    {
        if (machine.Plain) VectorDefinitions.Run(op, c, machine);
        else QuantizeKernel.Run(op, c, machine);
    }

    public static void List(VectorRoute op, in Command c, ref AccessList accesses)
    {
        var walk = c.W0!;
        long inputs = Outputs(walk, op.Pool);
        accesses.Read(Memory.Scratchpad, c.A, inputs * op.Bytes);
        accesses.Read(Memory.Scratchpad, c.B, inputs);
        accesses.Write(Memory.Scratchpad, c.C, walk.Bytes == op.Bytes ? walk : walk with { Bytes = op.Bytes });
    }

    public static void Run(VectorRoute op, in Command c, MachineState machine)
    {
        if (machine.Plain) VectorDefinitions.Run(op, c, machine);
        else RouteKernel.Run(op, c, machine);
    }

    public static void List(VectorUpdate op, in Command c, ref AccessList accesses)
    {
        int count = c.W0!.Run;
        accesses.Read(Memory.Scratchpad, c.A, (long)count * WordBytes(op.Wide));
        accesses.Write(Memory.Scratchpad, c.B, (long)count * op.WeightBytes);
        if (op.External) accesses.Read(Memory.Scratchpad, c.C, 2L * count);
        accesses.Read(Memory.Scalars, op.Max, 1);
        accesses.Read(Memory.Scalars, MachineState.SeedScalar, MachineState.RateScalar + 1 - MachineState.SeedScalar);
    }

    public static void Run(VectorUpdate op, in Command c, MachineState machine)
    {
        if (machine.Plain) VectorDefinitions.Run(op, c, machine);
        else UpdateKernel.Run(op, c, machine);
    }

    /// <summary>Throws where activation codes are wider, or sums shifted further, than the unit can.</summary>
    public static void CheckCodes(in Command c, int bits, int shift)
    {
        if (bits > 16 || Math.Abs(shift) > 31)
            throw new InputException(
                $"program: instruction {c.Pc}: bits = {bits}, shift = {shift}; codes of up to 16 bits and shifts of -31..31 are allowed");
    }

    private static void ReadOperand(ISumOperand op, in Command c, Chip chip, ref AccessList accesses)
    {
        var walk = c.W0!;
        long elements = (long)walk.Positions * walk.Run;
        ReadSums(c, walk, chip, ref accesses);
        if (op.Masked) accesses.Read(Memory.Scratchpad, c.B, elements);
        if (op.More) accesses.Read(Memory.Scratchpad, c.C, elements * WordBytes(op.Wide));
    }

    /// <summary>Sums of the forward pass, or if wide words of them where their codes go.</summary>
    public static void ReadForward(bool wide, in Command c, Chip chip, ref AccessList accesses)
    {
        if (wide) accesses.Read(Memory.Scratchpad, c.B, (long)c.W0!.Positions * c.W0.Run * WordBytes(wide));
        else ReadSums(c, c.W0!, chip, ref accesses);
    }

    public static void ReadSums(in Command c, Walk walk, Chip chip, ref AccessList accesses)
    {
        if (walk.Run > chip.Cols)
            throw new InputException($"program: instruction {c.Pc} reads {walk.Run} columns of sums; chip {chip.Name} has {chip.Cols}");
        accesses.Read(Memory.Accumulator, c.A, walk.Positions);
    }

    /// <summary>Bytes of a sum or gradient as the scratchpad holds it.</summary>
    public static int WordBytes(bool wide) => wide ? 8 : 4;

    /// <summary>Outputs of `vact`, inputs of `vroute`.</summary>
    public static long Outputs(Walk walk, bool pool)
    {
        int step = pool ? 2 : 1;
        return (long)(walk.Count1 / step) * (walk.Count2 / step) * walk.Count3 * walk.Run;
    }

    /// <summary>Whether two runs of a memory have a place in common.</summary>
    public static bool Meet(long a, long lengthA, long b, long lengthB) => a < b + lengthB && b < a + lengthA;
}
