using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WageSim.Models.Numerics;

namespace WageSim.Isa.Execution.Elementwise;

/// <summary>`vmomentum`: stochastically rounded steps, weights and their accumulators.</summary>
internal static class MomentumKernel
{
    private const int DrawsAtOnce = 512;

    public static void Run(VectorMomentum op, in Command c, MachineState machine)
    {
        int count = c.W0!.Run, gradients = count * VectorPasses.WordBytes(op.Wide), draws = 2 * count;
        int state = MomentumPasses.StateBytes * count;
        long max = machine.Scalars[op.Max];
        if (max < 0 || VectorPasses.Meet(c.A, gradients, c.B, state) || (op.External && VectorPasses.Meet(c.C, draws, c.B, state)))
        {
            MomentumDefinitions.Run(op, c, machine);
            return;
        }
        // Unsafe references follow: the operands must lie in their memory.
        _ = machine.Scratchpad.AsSpan((int)c.A, gradients);
        _ = machine.Scratchpad.AsSpan((int)c.B, state);
        if (op.External) _ = machine.Scratchpad.AsSpan((int)c.C, draws);
        int range = MomentumDefinitions.Range(machine);
        uint key = BlockFormatDefinitions.Key(op.Tensor, machine);
        Span<ushort> drawn = stackalloc ushort[op.External ? 0 : DrawsAtOnce];
        for (int at = 0; at < count; at += DrawsAtOnce)
        {
            int some = Math.Min(DrawsAtOnce, count - at);
            if (op.External) drawn = MemoryMarshal.Cast<byte, ushort>(machine.Scratchpad.AsSpan((int)c.C + 2 * at, 2 * some));
            else Draws.Fill(key, (uint)(c.Mode + at), drawn[..some], machine.VectorBits);
            ref byte memory = ref MemoryMarshal.GetArrayDataReference(machine.Scratchpad);
            var kernel = new Kernel
            {
                Gradients = ref Unsafe.Add(ref memory, (nint)c.A + (nint)at * VectorPasses.WordBytes(op.Wide)),
                Weights = ref Unsafe.Add(ref memory, (nint)c.B + 4 * (nint)at),
                Accumulators = ref Unsafe.Add(ref memory, (nint)c.B + 4 * (nint)count + 2 * (nint)at),
                Draws = ref MemoryMarshal.GetReference(MemoryMarshal.AsBytes(drawn)),
                Wide = op.Wide, Rate = MomentumDefinitions.Rate(machine),
                // Without a gradient there is no step.
                Shift = max == 0 ? 0 : Rounding.NearestLog2(max) - range, Limit = max == 0 ? 0 : (1 << range) - 1,
            };
            Columns.Cover<Kernel, long>(ref kernel, some, machine.VectorBits);
        }
    }

    private ref struct Kernel : IColumns<long>
    {
        public ref byte Gradients, Weights, Accumulators, Draws;
        public bool Wide;
        public int Shift, Limit;
        public long Rate;

        [MethodImpl(Columns.Kernel)]
        public readonly void Run<V>(int first, int last) where V : struct, ILanes<V, long>
        {
            ref byte gradients = ref Gradients, weights = ref Weights, accumulators = ref Accumulators, draws = ref Draws;
            bool wide = Wide;
            int shift = Math.Max(Shift, 0), left = Math.Max(-Shift, 0);
            // fraction / 2^shift > draw / 2^16, cross-multiplied on the side that needs it: neither leaves its lane.
            int fractionLeft = Math.Max(0, 16 - shift), drawLeft = Math.Max(0, shift - 16);
            const int kept = MomentumDefinitions.MomentumShift;
            V rest = V.All((long)((1UL << shift) - 1)), limit = V.All(Limit), beyond = V.All(Limit + 1L), rate = V.All(Rate),
                one = V.All(1), half = V.All((1 << kept - 1) - 1), zero = V.All(0), highest = V.All(int.MaxValue),
                lowest = V.All(-int.MaxValue);
            for (int i = first; i < last; i += V.Count)
            {
                V gradient = wide
                    ? V.Load(ref Unsafe.Add(ref gradients, 8 * (nint)i)) : V.Signed32(ref Unsafe.Add(ref gradients, 4 * (nint)i));
                V negative = gradient >> 63, magnitude = (gradient ^ negative) - negative, step;
                if (shift > 0)
                    step = (magnitude >>> shift) - V.Greater(
                        (magnitude & rest) << fractionLeft, V.Unsigned16(ref Unsafe.Add(ref draws, 2 * (nint)i)) << drawLeft);
                else
                    // The lowest number's magnitude has the sign's bit: it is beyond any limit, too.
                    step = V.Select(V.Greater(zero, magnitude), beyond, V.Min(magnitude, beyond)) << left;
                step = (V.Min(step, limit) ^ negative) - negative;
                ref byte weight = ref Unsafe.Add(ref weights, 4 * (nint)i), accumulator = ref Unsafe.Add(ref accumulators, 2 * (nint)i);
                V v = V.Signed16(ref accumulator) + step;
                V.Max(V.Min(V.Signed32(ref weight) - V.Product32(rate, v), highest), lowest).Store32(ref weight);
                (v + half + (v >> kept & one) >> kept).Store16(ref accumulator);
            }
        }
    }
}
