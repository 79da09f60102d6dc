using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WageSim.Isa.Execution.Elementwise;

/// <summary>`vupdate`: stochastically rounded steps from gradients, and clipped weights.</summary>
internal static class UpdateKernel
{
    private const int DrawsAtOnce = 512;

    public static void Run(VectorUpdate op, in Command c, MachineState machine)
    {
        int shift = VectorDefinitions.Shift(op, machine), count = c.W0!.Run;
        long gradients = (long)count * VectorPasses.WordBytes(op.Wide), weights = (long)count * op.WeightBytes, draws = 2L * count;
        // Only a learning rate above the largest gradient, or a maximum that is not theirs, gives another shift.
        bool usual = machine.Scalars[op.Max] != 0 && shift >= 1 && shift <= (op.Wide ? 63 : 31) && op.GBits <= 16 && op.Clip <= op.GBits;
        if (!usual || VectorPasses.Meet(c.A, gradients, c.B, weights) || (op.External && VectorPasses.Meet(c.C, draws, c.B, weights)))
        {
            VectorDefinitions.Run(op, c, machine);
            return;
        }
        // Unsafe references follow: the operands must lie in their memory.
        _ = machine.Scratchpad.AsSpan((int)c.A, (int)gradients);
        _ = machine.Scratchpad.AsSpan((int)c.B, (int)weights);
        Run(op, c, machine, count);
    }

    private static void Run(VectorUpdate op, in Command c, MachineState machine, int end)
    {
        uint key = VectorDefinitions.Key(op, machine);
        Span<ushort> draws = stackalloc ushort[op.External ? 0 : DrawsAtOnce];
        for (int at = 0; at < end; at += DrawsAtOnce)
        {
            int count = Math.Min(DrawsAtOnce, end - at);
            if (op.External) draws = MemoryMarshal.Cast<byte, ushort>(machine.Scratchpad.AsSpan((int)c.C + 2 * at, 2 * count));
            else Draws.Fill(key, (uint)(c.Mode + at), draws[..count], machine.VectorBits);
            if (op.Wide) Part<long>(op, c, machine, draws, at, count);
            else Part<int>(op, c, machine, draws, at, count);
        }
    }

    private static void Part<T>(VectorUpdate op, in Command c, MachineState machine, ReadOnlySpan<ushort> draws, int from, int count)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        ref byte memory = ref MemoryMarshal.GetArrayDataReference(machine.Scratchpad);
        var kernel = new Kernel<T>
        {
            Gradients = ref Unsafe.Add(ref memory, (nint)c.A + (nint)from * VectorPasses.WordBytes(op.Wide)),
            Weights = ref Unsafe.Add(ref memory, (nint)c.B + (nint)from * op.WeightBytes),
            Draws = ref MemoryMarshal.GetReference(MemoryMarshal.AsBytes(draws)),
            Shift = VectorDefinitions.Shift(op, machine), Limit = VectorDefinitions.Limit(op), WeightBytes = op.WeightBytes,
        };
        Columns.Cover<Kernel<T>, T>(ref kernel, count, machine.VectorBits);
    }

    private ref struct Kernel<T> : IColumns<T> where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        public ref byte Gradients, Weights;
        public ref readonly byte Draws;
        public int Shift, Limit, WeightBytes;

        [MethodImpl(Columns.Kernel)]
        public readonly void Run<V>(int first, int last) where V : struct, ILanes<V, T>
        {
            ref byte gradients = ref Gradients, weights = ref Weights;
            ref readonly byte draws = ref Draws;
            int shift = Shift, sign = 8 * Unsafe.SizeOf<T>() - 1, weightBytes = WeightBytes, wordBytes = Unsafe.SizeOf<T>();
            // fraction / 2^shift > draw / 2^16, cross-multiplied on the side that needs it: neither leaves its lane.
            int fractionLeft = Math.Max(0, 16 - shift), drawLeft = Math.Max(0, shift - 16);
            V rest = V.All(T.CreateTruncating((1UL << shift) - 1));
            V highest = V.All(T.CreateTruncating(Limit)), lowest = V.All(T.CreateTruncating(-Limit));
            for (int i = first; i < last; i += V.Count)
            {
                V gradient = V.Load(ref Unsafe.Add(ref gradients, (nint)i * wordBytes)), negative = gradient >> sign;
                V magnitude = (gradient ^ negative) - negative;
                V draw = V.Unsigned16(ref Unsafe.Add(ref Unsafe.AsRef(in draws), (nint)i * 2));
                V up = V.Greater((magnitude & rest) << fractionLeft, draw << drawLeft);
                V step = (magnitude >>> shift) - up;
                ref byte weight = ref Unsafe.Add(ref weights, (nint)i * weightBytes);
                V code = (weightBytes == 1 ? V.Signed8(ref weight) : V.Signed16(ref weight)) - ((step ^ negative) - negative);
                code = V.Max(V.Min(code, highest), lowest);
                if (weightBytes == 1) code.Store8(ref weight);
                else code.Store16(ref weight);
            }
        }
    }
}
