using WageSim.Isa.Execution.Elementwise;
using WageSim.Models;

namespace WageSim.Isa.Execution;

/// <summary>What the instructions of 32-bit streams and average pools touch, and who computes them. Layouts are dense.</summary>
internal static class StreamPasses
{
    private const int WordBits = 32;

    public static void List(VectorNarrow op, in Command c, ref AccessList accesses)
    {
        Check(c, op.Bits);
        accesses.Read(Memory.Scratchpad, c.A, 4L * op.Count);
        accesses.Write(Memory.Scratchpad, c.B, (long)op.CodeBytes * op.Count);
    }

    public static void Run(VectorNarrow op, in Command c, MachineState machine)
    {
        if (machine.Plain) StreamDefinitions.Run(op, c, machine);
        else NarrowKernel.Run(op, c, machine);
    }

    public static void List(VectorJoin op, in Command c, ref AccessList accesses)
    {
        Check(c, op.Bits);
        int count = c.W0!.Run;
        accesses.Read(Memory.Scratchpad, c.A, 4L * count);
        if (op.Both) accesses.Read(Memory.Scratchpad, c.B, 4L * count);
        accesses.Write(Memory.Scratchpad, c.C, 4L * count);
    }

    public static void Run(VectorJoin op, in Command c, MachineState machine)
    {
        if (machine.Plain) StreamDefinitions.Run(op, c, machine);
        else JoinKernel.Run(op, c, machine);
    }

    public static void List(VectorPeak op, in Command c, ref AccessList accesses)
    {
        CheckWindows(c, op.Size, op.Top, op.Left);
        var walk = c.W0!;
        long outputs = PaddedWindows.Of(op, walk).Count * walk.Run;
        accesses.Read(Memory.Scratchpad, c.A, 4L * walk.Positions * walk.Run);
        accesses.Write(Memory.Scratchpad, c.B, 4 * outputs);
        accesses.Write(Memory.Scratchpad, c.C, outputs);
    }

    public static void Run(VectorPeak op, in Command c, MachineState machine)
    {
        if (machine.Plain) StreamDefinitions.Run(op, c, machine);
        else PeakKernel.Run(op, c, machine);
    }

    public static void List(VectorAverage op, in Command c, ref AccessList accesses)
    {
        var walk = c.W0!;
        accesses.Read(Memory.Scratchpad, c.A, 2L * walk.Positions * walk.Run);
        accesses.Write(Memory.Scratchpad, c.B, 2L * walk.Count2 * walk.Count3 * walk.Run);
    }

    /// <summary>Throws where the first window of a padded pool lies outside the image.</summary>
    public static void CheckWindows(in Command c, int size, int top, int left)
    {
        if (top >= size || left >= size)
            throw new InputException(
                $"program: instruction {c.Pc}: top = {top}, left = {left}; 0..{size - 1} are allowed for windows of {size}");
    }

    private static void Check(in Command c, int bits)
    {
        if (bits > WordBits) throw new InputException($"program: instruction {c.Pc}: bits = {bits}; 2..{WordBits} are allowed");
    }
}
