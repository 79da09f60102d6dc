using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WageSim.Isa.Execution.Elementwise;

/// <summary>`vstep`: pseudo-stochastically shifted gradients off weights of a byte.</summary>
internal static class StepKernel
{
    public static void Run(VectorStep op, in Command c, MachineState machine)
    {
        int shift = BlockFormatDefinitions.Shift(machine, op.Shift), count = c.W0!.Run;
        int gradients = count * VectorPasses.WordBytes(op.Wide);
        // A largest gradient of at most 1 moves no weight, but the clip takes one at -128 to -127.
        bool still = machine.Scalars[op.Max] <= 1;
        if (still) shift = 0;
        if (shift > (op.Wide ? 63 : RoundKernel.MostShift) || VectorPasses.Meet(c.A, gradients, c.B, count))
        {
            BlockFormatDefinitions.Run(op, c, machine);
            return;
        }
        ref byte from = ref MemoryMarshal.GetReference(machine.Scratchpad.AsSpan((int)c.A, gradients));
        ref byte weights = ref MemoryMarshal.GetReference(machine.Scratchpad.AsSpan((int)c.B, count));
        int most = still ? 0 : BlockFormatDefinitions.MostStep;
        if (op.Wide) Run<long>(ref from, ref weights, count, shift, most, machine.VectorBits);
        else Run<int>(ref from, ref weights, count, shift, most, machine.VectorBits);
    }

    private static void Run<T>(ref byte gradients, ref byte weights, int count, int shift, int most, int registerBits)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var kernel = new Kernel<T>(ref gradients, ref weights) { Shift = shift, Most = most };
        Columns.Cover<Kernel<T>, T>(ref kernel, count, registerBits);
    }

    private ref struct Kernel<T>(ref byte gradients, ref byte weights) : IColumns<T>
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        private readonly ref byte gradients = ref gradients, weights = ref weights;
        public int Shift, Most;

        [MethodImpl(Columns.Kernel)]
        public readonly void Run<V>(int first, int last) where V : struct, ILanes<V, T>
        {
            var rounding = new ShiftRounding<V, T>(Shift, pseudo: true);
            V highest = All(BlockFormatDefinitions.MaxCode), lowest = All(-BlockFormatDefinitions.MaxCode);
            // Larger steps change no more, and could leave the lane.
            V most = All(Most), least = All(-Most);
            for (int i = first; i < last; i += V.Count)
            {
                V step = rounding.Round(V.Load(ref Unsafe.Add(ref gradients, (nint)i * Unsafe.SizeOf<T>())));
                ref byte weight = ref Unsafe.Add(ref weights, i);
                V code = V.Signed8(ref weight) - V.Max(V.Min(step, most), least);
                V.Max(V.Min(code, highest), lowest).Store8(ref weight);
            }

            static V All(int value) => V.All(T.CreateTruncating(value));
        }
    }
}
