using System.Runtime.InteropServices;

namespace WageSim.Isa.Execution.Elementwise;

/// <summary>`vmax` and `vcode`: numbers as `vspill` makes them, in memory of the host; then their largest magnitude or codes.</summary>
internal static class CodeKernel
{
    [ThreadStatic] private static byte[]? staging;

    public static void Run(VectorMaximum op, in Command c, MachineState machine) =>
        machine.Scalars[op.Max] = Math.Max(machine.Scalars[op.Max], Stage(op, c, machine, Narrow(op)));

    public static void Run(VectorCode op, in Command c, MachineState machine)
    {
        long max = machine.Scalars[op.Max];
        int shift = VectorDefinitions.Shift(max, op.Bits), elements = c.W0!.Positions * c.W0.Run;
        long codes = (long)elements * op.CodeBytes;
        if (max == 0 || op.Bits > 16 || (op.Masked && VectorPasses.Meet(c.B, elements, c.C, codes)))
        {
            VectorDefinitions.Run(op, c, machine);
            return;
        }
        bool narrow = Narrow(op) && shift <= 31;
        Stage(op, c, machine, narrow);
        ref byte from = ref MemoryMarshal.GetArrayDataReference(staging!);
        ref byte to = ref MemoryMarshal.GetReference(machine.Scratchpad.AsSpan((int)c.C, (int)codes));
        if (narrow) QuantizeKernel.Run<int>(ref from, ref to, elements, op.Bits, shift, machine.VectorBits);
        else QuantizeKernel.Run<long>(ref from, ref to, elements, op.Bits, shift, machine.VectorBits);
    }

    /// <summary>Whether every number is a sum, and so has 32 bits.</summary>
    private static bool Narrow(ISumOperand op) => op.Shift == 0 && !op.More;

    private static long Stage(ISumOperand op, in Command c, MachineState machine, bool narrow)
    {
        var walk = c.W0!;
        int elements = walk.Positions * walk.Run, bytes = elements * VectorPasses.WordBytes(!narrow);
        // Unsafe references follow: the operands must lie in their memories.
        _ = machine.Accumulator.AsSpan((int)c.A * machine.Chip.Cols, walk.Positions * machine.Chip.Cols);
        if (op.More) _ = machine.Scratchpad.AsSpan((int)c.C, elements * VectorPasses.WordBytes(op.Wide));
        if (op.Masked) _ = machine.Scratchpad.AsSpan((int)c.B, elements);
        if (staging is null || staging.Length < bytes) staging = new byte[bytes];
        ref byte to = ref MemoryMarshal.GetArrayDataReference(staging);
        return narrow
            ? SpillKernel.Make<int>(op, c, machine, ref to, wide: false, 0, walk.Positions)
            : SpillKernel.Make<long>(op, c, machine, ref to, wide: true, 0, walk.Positions);
    }
}
