using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WageSim.Isa.Execution.Elementwise;

/// <summary>`vblend`: sums of words at a common exponent, and their largest magnitude.</summary>
internal static class BlendKernel
{
    // Every word becomes 0 from here on.
    private const int MostShift = 34;

    public static void Run(VectorBlend op, in Command c, MachineState machine)
    {
        int count = c.W0!.Run, bytes = 4 * count;
        // A result may lie on its own operand, and nowhere else on one.
        if (Meets(c.A, c.C) || Meets(c.B, c.C))
        {
            WideErrorDefinitions.Run(op, c, machine);
            return;
        }
        var kernel = new Kernel(
            ref MemoryMarshal.GetReference(machine.Scratchpad.AsSpan((int)c.A, bytes)),
            ref MemoryMarshal.GetReference(machine.Scratchpad.AsSpan((int)c.B, bytes)),
            ref MemoryMarshal.GetReference(machine.Scratchpad.AsSpan((int)c.C, bytes)))
        {
            First = Math.Min(WideErrorDefinitions.Shift(machine, op.Shifts, -WideErrorDefinitions.MostLeft), MostShift),
            Second = Math.Min(WideErrorDefinitions.Shift(machine, op.Shifts + 1, -WideErrorDefinitions.MostLeft), MostShift),
        };
        Columns.Cover<Kernel, long>(ref kernel, count, machine.VectorBits);
        machine.Scalars[op.Max] = Math.Max(machine.Scalars[op.Max], kernel.Largest);

        bool Meets(long operand, long result) => operand != result && VectorPasses.Meet(operand, bytes, result, bytes);
    }

    private ref struct Kernel(ref byte x, ref byte y, ref byte sums) : IColumns<long>
    {
        private readonly ref byte x = ref x, y = ref y, sums = ref sums;
        public int First, Second;
        public long Largest;

        [MethodImpl(Columns.Kernel)]
        public void Run<V>(int first, int last) where V : struct, ILanes<V, long>
        {
            ref byte x = ref this.x, y = ref this.y, sums = ref this.sums;
            V most = V.All(int.MaxValue), least = V.All(-int.MaxValue), zero = V.All(0), largest = zero;
            Shifted<V> left = new(First), right = new(Second);
            for (int i = first; i < last; i += V.Count)
            {
                nint at = 4 * (nint)i;
                V sum = left.Round(V.Signed32(ref Unsafe.Add(ref x, at))) + right.Round(V.Signed32(ref Unsafe.Add(ref y, at)));
                sum = V.Max(V.Min(sum, most), least);
                largest = V.Max(largest, V.Max(sum, zero - sum));
                sum.Store32(ref Unsafe.Add(ref sums, at));
            }
            Largest = Columns.Largest(largest, Largest);
        }
    }

    /// <summary>x · 2^-shift of words, halves to even; to the left where the shift is negative.</summary>
    private readonly struct Shifted<V> where V : struct, ILanes<V, long>
    {
        private readonly V half, one;
        private readonly int shift;

        public Shifted(int shift)
        {
            this.shift = shift;
            (half, one) = (V.All(shift > 0 ? (1L << shift - 1) - 1 : 0), V.All(1));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Round(V x) => shift > 0 ? x + half + (x >> shift & one) >> shift : x << -shift;
    }
}
