using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WageSim.Models.Numerics;

namespace WageSim.Isa.Execution.Elementwise;

/// <summary>`vflag`: operands of 15 bits, both their coarse and their fine form of every word.</summary>
internal static class FlagKernel
{
    public static void Run(VectorFlag op, in Command c, MachineState machine)
    {
        long max = machine.Scalars[op.Max];
        int words = 4 * op.Count, operands = 2 * op.Count;
        // Operands are smaller than words: as long as they do not begin above the words, none lies on a word that is still to be read.
        if (max is <= 0 or > int.MaxValue || (VectorPasses.Meet(c.A, words, c.B, operands) && c.B > c.A))
        {
            WideErrorDefinitions.Run(op, c, machine);
            return;
        }
        var kernel = new Kernel(
            ref MemoryMarshal.GetReference(machine.Scratchpad.AsSpan((int)c.A, words)),
            ref MemoryMarshal.GetReference(machine.Scratchpad.AsSpan((int)c.B, operands)))
        {
            Unit = Rounding.NearestLog2(max) - WideErrorDefinitions.CodeBits,
        };
        Columns.Cover<Kernel, int>(ref kernel, op.Count, machine.VectorBits);
    }

    private ref struct Kernel(ref byte words, ref byte operands) : IColumns<int>
    {
        private readonly ref byte words = ref words, operands = ref operands;

        /// <summary>log2 of the coarse unit, -7 … 24.</summary>
        public int Unit;

        [MethodImpl(Columns.Kernel)]
        public readonly void Run<V>(int first, int last) where V : struct, ILanes<V, int>
        {
            ref byte words = ref this.words, operands = ref this.operands;
            const int bits = WideErrorDefinitions.CodeBits;
            int unit = Unit;
            V lowest = V.All(-int.MaxValue), code = V.All((int)WideErrorDefinitions.MaxCode), below = V.All((1 << Math.Max(unit, 0)) - 1);
            var coarse = new Magnitudes<V>(unit);
            var fine = new Magnitudes<V>(unit - bits);
            for (int i = first; i < last; i += V.Count)
            {
                // The lowest number has no magnitude in its lane; the next one has the same code, the largest.
                V x = V.Max(V.Load(ref Unsafe.Add(ref words, 4 * (nint)i)), lowest), negative = x >> 31;
                V magnitude = (x ^ negative) - negative;
                // A unit below 1 would shift large ones out of the lane: what is beyond the largest code is it.
                V large = V.Min(unit < 0 ? coarse.Round(V.Min(magnitude, code)) : coarse.Round(magnitude), code) << bits;
                V operand = V.Select(V.Greater(magnitude, below), large, fine.Round(magnitude));
                ((operand ^ negative) - negative).Store16(ref Unsafe.Add(ref operands, 2 * (nint)i));
            }
        }
    }

    /// <summary>m · 2^-shift of magnitudes below 2^31, halves to even; to the left where the shift is negative.</summary>
    private readonly struct Magnitudes<V> where V : struct, ILanes<V, int>
    {
        private readonly V half, one;
        private readonly int shift;

        public Magnitudes(int shift)
        {
            this.shift = shift;
            (half, one) = (V.All(shift > 0 ? (1 << shift - 1) - 1 : 0), V.All(1));
        }

        // The sum may reach the sign's place: it is shifted as one without sign.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Round(V m) => shift > 0 ? m + half + (m >> shift & one) >>> shift : m << -shift;
    }
}
