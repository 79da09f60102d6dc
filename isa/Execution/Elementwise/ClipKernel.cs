using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WageSim.Isa.Execution.Elementwise;

/// <summary>`vclip`: words of 32 bits from wider ones, and their largest magnitude.</summary>
internal static class ClipKernel
{
    public static void Run(VectorClip op, in Command c, MachineState machine)
    {
        int words = op.Count * VectorPasses.WordBytes(op.Wide), clipped = 4 * op.Count;
        // Clipped words are no larger: as long as they do not begin above the words, none lies on a word that is still to be read.
        if (VectorPasses.Meet(c.A, words, c.B, clipped) && c.B > c.A)
        {
            WideErrorDefinitions.Run(op, c, machine);
            return;
        }
        var kernel = new Kernel(
            ref MemoryMarshal.GetReference(machine.Scratchpad.AsSpan((int)c.A, words)),
            ref MemoryMarshal.GetReference(machine.Scratchpad.AsSpan((int)c.B, clipped))) { Wide = op.Wide };
        Columns.Cover<Kernel, long>(ref kernel, op.Count, machine.VectorBits);
        machine.Scalars[op.Max] = Math.Max(machine.Scalars[op.Max], kernel.Largest);
    }

    private ref struct Kernel(ref byte words, ref byte clipped) : IColumns<long>
    {
        private readonly ref byte words = ref words, clipped = ref clipped;
        public bool Wide;
        public long Largest;

        [MethodImpl(Columns.Kernel)]
        public void Run<V>(int first, int last) where V : struct, ILanes<V, long>
        {
            ref byte words = ref this.words, clipped = ref this.clipped;
            V most = V.All(int.MaxValue), least = V.All(-int.MaxValue), zero = V.All(0), largest = zero;
            bool wide = Wide;
            for (int i = first; i < last; i += V.Count)
            {
                V x = wide ? V.Load(ref Unsafe.Add(ref words, 8 * (nint)i)) : V.Signed32(ref Unsafe.Add(ref words, 4 * (nint)i));
                x = V.Max(V.Min(x, most), least);
                largest = V.Max(largest, V.Max(x, zero - x));
                x.Store32(ref Unsafe.Add(ref clipped, 4 * (nint)i));
            }
            Largest = Columns.Largest(largest, Largest);
        }
    }
}
