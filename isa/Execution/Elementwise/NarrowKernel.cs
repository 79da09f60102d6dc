using System.Runtime.InteropServices;

namespace WageSim.Isa.Execution.Elementwise;

/// <summary>`vnarrow`: words to codes, with the rounding of `vquant`.</summary>
internal static class NarrowKernel
{
    public static void Run(VectorNarrow op, in Command c, MachineState machine)
    {
        int words = 4 * op.Count, codes = op.CodeBytes * op.Count;
        // Codes are smaller than words: as long as they do not begin above the words, no code lies on a word that is still to be read.
        if (op.CodeBytes == 4 || (VectorPasses.Meet(c.A, words, c.B, codes) && c.B > c.A))
        {
            StreamDefinitions.Run(op, c, machine);
            return;
        }
        ref byte to = ref MemoryMarshal.GetReference(machine.Scratchpad.AsSpan((int)c.B, codes));
        ref byte from = ref MemoryMarshal.GetReference(machine.Scratchpad.AsSpan((int)c.A, words));
        QuantizeKernel.Run<int>(ref from, ref to, op.Count, op.Bits, op.Shift, machine.VectorBits);
    }
}
