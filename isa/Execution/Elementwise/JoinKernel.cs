using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WageSim.Isa.Execution.Elementwise;

/// <summary>`vjoin`: clipped sums of words.</summary>
internal static class JoinKernel
{
    public static void Run(VectorJoin op, in Command c, MachineState machine)
    {
        int bytes = 4 * c.W0!.Run;
        // A result may lie on its own operand, and nowhere else on one.
        if (Meets(c.A, c.C) || (op.Both && Meets(c.B, c.C)))
        {
            StreamDefinitions.Run(op, c, machine);
            return;
        }
        ref byte to = ref MemoryMarshal.GetReference(machine.Scratchpad.AsSpan((int)c.C, bytes));
        ref byte a = ref MemoryMarshal.GetReference(machine.Scratchpad.AsSpan((int)c.A, bytes));
        ref byte b = ref op.Both ? ref MemoryMarshal.GetReference(machine.Scratchpad.AsSpan((int)c.B, bytes)) : ref a;
        var kernel = new Kernel(ref a, ref b, ref to) { Both = op.Both, Limit = (int)StreamDefinitions.Limit(op.Bits) };
        Columns.Cover<Kernel, int>(ref kernel, c.W0.Run, machine.VectorBits);

        bool Meets(long operand, long result) => operand != result && VectorPasses.Meet(operand, bytes, result, bytes);
    }

    private ref struct Kernel(ref byte a, ref byte b, ref byte to) : IColumns<int>
    {
        private readonly ref byte a = ref a, b = ref b, to = ref to;
        public bool Both;
        public int Limit;

        [MethodImpl(Columns.Kernel)]
        public readonly void Run<V>(int first, int last) where V : struct, ILanes<V, int>
        {
            ref byte a = ref this.a, b = ref this.b, to = ref this.to;
            V most = V.All(Limit), least = V.All(-Limit), zero = V.All(0), highest = V.All(int.MaxValue), lowest = V.All(int.MinValue);
            for (int i = first; i < last; i += V.Count)
            {
                nint at = 4 * (nint)i;
                V x = V.Load(ref Unsafe.Add(ref a, at));
                if (Both)
                {
                    V y = V.Load(ref Unsafe.Add(ref b, at)), sum = x + y;
                    // Two of one sign with a sum of the other: it left the lane on their side.
                    V left = V.Greater(zero, (x ^ sum) & (y ^ sum));
                    x = V.Select(left, V.Select(V.Greater(zero, x), lowest, highest), sum);
                }
                V.Max(V.Min(x, most), least).Store(ref Unsafe.Add(ref to, at));
            }
        }
    }
}
