using WageSim.Isa.Execution.Elementwise;
using WageSim.Models;

namespace WageSim.Isa.Execution;

/// <summary>What the instructions of wide errors touch, and who computes them.</summary>
internal static class WideErrorPasses
{
    public static void List(VectorClip op, in Command c, ref AccessList accesses)
    {
        accesses.Read(Memory.Scratchpad, c.A, (long)op.Count * VectorPasses.WordBytes(op.Wide));
        accesses.Write(Memory.Scratchpad, c.B, 4L * op.Count);
        accesses.Write(Memory.Scalars, op.Max, 1);
    }

    public static void Run(VectorClip op, in Command c, MachineState machine)
    {
        if (machine.Plain) WideErrorDefinitions.Run(op, c, machine);
        else ClipKernel.Run(op, c, machine);
    }

    public static void List(VectorFlag op, in Command c, ref AccessList accesses)
    {
        accesses.Read(Memory.Scratchpad, c.A, 4L * op.Count);
        accesses.Write(Memory.Scratchpad, c.B, 2L * op.Count);
        accesses.Read(Memory.Scalars, op.Max, 1);
    }

    public static void Run(VectorFlag op, in Command c, MachineState machine)
    {
        if (machine.Plain) WideErrorDefinitions.Run(op, c, machine);
        else FlagKernel.Run(op, c, machine);
    }

    public static void List(VectorMatch op, in Command c, ref AccessList accesses)
    {
        CheckRegisters(c, "to", op.To, 3);
        accesses.Read(Memory.Scalars, op.XExponent, 1);
        accesses.Read(Memory.Scalars, op.XMax, 1);
        accesses.Read(Memory.Scalars, op.YExponent, 1);
        accesses.Read(Memory.Scalars, op.YMax, 1);
        accesses.Write(Memory.Scalars, op.To, 3);
    }

    public static void List(VectorBlend op, in Command c, ref AccessList accesses)
    {
        CheckRegisters(c, "shifts", op.Shifts, 2);
        long bytes = 4L * c.W0!.Run;
        accesses.Read(Memory.Scratchpad, c.A, bytes);
        accesses.Read(Memory.Scratchpad, c.B, bytes);
        accesses.Write(Memory.Scratchpad, c.C, bytes);
        accesses.Read(Memory.Scalars, op.Shifts, 2);
        accesses.Write(Memory.Scalars, op.Max, 1);
    }

    public static void Run(VectorBlend op, in Command c, MachineState machine)
    {
        if (machine.Plain) WideErrorDefinitions.Run(op, c, machine);
        else BlendKernel.Run(op, c, machine);
    }

    public static void List(VectorSpread op, in Command c, ref AccessList accesses)
    {
        var walk = c.W0!;
        accesses.Read(Memory.Scratchpad, c.A, 4L * walk.Count2 * walk.Count3 * walk.Run);
        accesses.Write(Memory.Scratchpad, c.B, 4L * walk.Positions * walk.Run);
        accesses.Write(Memory.Scalars, op.Max, 1);
    }

    public static void Run(VectorSpread op, in Command c, MachineState machine)
    {
        if (machine.Plain) WideErrorDefinitions.Run(op, c, machine);
        else SpreadKernel.Run(op, c, machine);
    }

    public static void List(VectorUnpeak op, in Command c, ref AccessList accesses)
    {
        StreamPasses.CheckWindows(c, op.Size, op.Top, op.Left);
        var walk = c.W0!;
        long inputs = PaddedWindows.Of(op, walk).Count * walk.Run;
        accesses.Read(Memory.Scratchpad, c.A, 4 * inputs);
        accesses.Read(Memory.Scratchpad, c.B, inputs);
        accesses.Write(Memory.Scratchpad, c.C, 4L * walk.Positions * walk.Run);
        accesses.Read(Memory.Scalars, op.Shift, 1);
        accesses.Write(Memory.Scalars, op.Max, 1);
    }

    public static void Run(VectorUnpeak op, in Command c, MachineState machine)
    {
        if (machine.Plain) WideErrorDefinitions.Run(op, c, machine);
        else UnpeakKernel.Run(op, c, machine);
    }

    private static void CheckRegisters(in Command c, string field, int first, int count)
    {
        int last = MachineState.ScalarCount - count;
        if (first > last)
            throw new InputException($"program: instruction {c.Pc}: {field} = {first}; 0..{last} are allowed");
    }
}
