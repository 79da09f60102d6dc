using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WageSim.Isa.Execution.Elementwise;

/// <summary>`vscale`: all pixels of a few channels at a time, whose constants stay in registers.</summary>
internal static class ScaleKernel
{
    public static void Run(VectorScale op, in Command c, MachineState machine)
    {
        int channels = c.W0!.Run, elements = c.W0.Positions * channels, outputs = op.OutputBytes * elements,
            table = VectorScale.ConstantBytes * channels;
        if (VectorPasses.Meet(c.A, 2 * elements, c.C, outputs) || VectorPasses.Meet(c.B, table, c.C, outputs))
        {
            NormDefinitions.Run(op, c, machine);
            return;
        }
        var to = machine.Scratchpad.AsSpan((int)c.C, outputs);
        var kernel = new Kernel(
            ref MemoryMarshal.GetReference(machine.Scratchpad.AsSpan((int)c.A, 2 * elements)),
            ref MemoryMarshal.GetReference(machine.Scratchpad.AsSpan((int)c.B, table)),
            ref MemoryMarshal.GetReference(to),
            ref MemoryMarshal.GetReference(to[(op.BeforeMasks * elements)..]))
        {
            Rows = c.W0.Positions, Channels = channels, Clip = op.Clip, Outputs = op.Outputs,
        };
        Columns.Cover<Kernel, long>(ref kernel, channels, machine.VectorBits);
    }

    private ref struct Kernel(ref byte codes, ref byte table, ref byte activations, ref byte masks) : IColumns<long>
    {
        private readonly ref byte codes = ref codes, table = ref table, activations = ref activations, masks = ref masks;
        public int Rows, Channels, Clip, Outputs;

        [MethodImpl(Columns.Kernel)]
        public readonly void Run<V>(int first, int last) where V : struct, ILanes<V, long>
        {
            ref byte codes = ref this.codes, activations = ref this.activations, masks = ref this.masks;
            bool writesActivations = (Outputs & VectorScale.Activations) != 0, writesMasks = (Outputs & VectorScale.Masks) != 0;
            for (int n = first; n < last; n += V.Count)
            {
                V scale = V.Signed32(ref Unsafe.Add(ref table, 4 * n)),
                    offset = V.Signed32(ref Unsafe.Add(ref table, 4 * ((nint)Channels + n))) << NormDefinitions.CodeShift;
                nint i = n;
                for (int row = 0; row < Rows; row++, i += Channels)
                {
                    V y = V.Product32(V.Signed16(ref Unsafe.Add(ref codes, 2 * i)), scale) + offset;
                    if (writesActivations) NormKernel.Activation(y, Clip).Store16(ref Unsafe.Add(ref activations, 2 * i));
                    if (writesMasks) (V.Greater(y, V.All(0)) & V.All(1)).Store8(ref Unsafe.Add(ref masks, i));
                }
            }
        }
    }
}
