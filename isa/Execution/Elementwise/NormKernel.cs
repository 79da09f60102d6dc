using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WageSim.Isa.Execution.Elementwise;

/// <summary>`vnorm`: all pixels of a few channels at a time, whose constants stay in registers.</summary>
internal static class NormKernel
{
    public static void Run(VectorNormalise op, in Command c, MachineState machine)
    {
        int channels = c.W0!.Run, elements = c.W0.Positions * channels, outputs = op.OutputBytes * elements,
            table = VectorNormalise.ConstantBytes * channels;
        if (VectorPasses.Meet(c.A, 4 * elements, c.C, outputs) || VectorPasses.Meet(c.B, table, c.C, outputs))
        {
            NormDefinitions.Run(op, c, machine);
            return;
        }
        var to = machine.Scratchpad.AsSpan((int)c.C, outputs);
        var kernel = new Kernel(
            ref MemoryMarshal.GetReference(machine.Scratchpad.AsSpan((int)c.A, 4 * elements)),
            ref MemoryMarshal.GetReference(machine.Scratchpad.AsSpan((int)c.B, table)),
            ref MemoryMarshal.GetReference(to),
            ref MemoryMarshal.GetReference(to[(op.Before(VectorNormalise.Activations) * elements)..]),
            ref MemoryMarshal.GetReference(to[(op.Before(VectorNormalise.Masks) * elements)..]))
        {
            Rows = c.W0.Positions, Channels = channels, Clip = op.Clip, Outputs = op.Outputs,
        };
        Columns.Cover<Kernel, long>(ref kernel, channels, machine.VectorBits);
    }

    /// <summary>min(rne(max(y, 0), 7), clip).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Activation<V>(V y, int clip) where V : struct, ILanes<V, long>
    {
        const int shift = NormDefinitions.CodeShift;
        y = V.Max(y, V.All(0));
        return V.Min(y + V.All((1 << shift - 1) - 1) + (y >> shift & V.All(1)) >> shift, V.All(clip));
    }

    private ref struct Kernel(ref byte words, ref byte table, ref byte normalised, ref byte activations, ref byte masks) : IColumns<long>
    {
        private readonly ref byte words = ref words, table = ref table, normalised = ref normalised, activations = ref activations,
            masks = ref masks;
        public int Rows, Channels, Clip, Outputs;

        [MethodImpl(Columns.Kernel)]
        public readonly void Run<V>(int first, int last) where V : struct, ILanes<V, long>
        {
            ref byte words = ref this.words, normalised = ref this.normalised, activations = ref this.activations,
                masks = ref this.masks;
            bool writesNormalised = (Outputs & VectorNormalise.Normalised) != 0,
                writesActivations = (Outputs & VectorNormalise.Activations) != 0, writesMasks = (Outputs & VectorNormalise.Masks) != 0;
            const int shift = NormDefinitions.CodeShift;
            V zero = V.All(0), one = V.All(1), most = V.All(NormDefinitions.MaxNormalised), least = V.All(-NormDefinitions.MaxNormalised);
            for (int n = first; n < last; n += V.Count)
            {
                V mean = Constant<V>(0, n), divisor = V.Max(Constant<V>(1, n), zero) + one, scale = Constant<V>(2, n),
                    offset = Constant<V>(3, n) << shift;
                nint i = n;
                for (int row = 0; row < Rows; row++, i += Channels)
                {
                    V z = V.Signed32(ref Unsafe.Add(ref words, 4 * i));
                    V x = V.Max(V.Min(V.NearestQuotient(z + z - mean << shift, divisor), most), least);
                    V y = V.Product32(x, scale) + offset;
                    if (writesNormalised) x.Store16(ref Unsafe.Add(ref normalised, 2 * i));
                    if (writesActivations) Activation(y, Clip).Store16(ref Unsafe.Add(ref activations, 2 * i));
                    if (writesMasks) (V.Greater(y, zero) & one).Store8(ref Unsafe.Add(ref masks, i));
                }
            }
        }

        private readonly V Constant<V>(int kind, int channel) where V : struct, ILanes<V, long> =>
            V.Signed32(ref Unsafe.Add(ref table, 4 * ((nint)kind * Channels + channel)));
    }
}
