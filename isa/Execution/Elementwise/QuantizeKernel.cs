using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WageSim.Models.Numerics;

namespace WageSim.Isa.Execution.Elementwise;

/// <summary>`vquant`: words to codes.</summary>
internal static class QuantizeKernel
{
    public static void Run(VectorQuantize op, in Command c, MachineState machine)
    {
        int shift = VectorDefinitions.Shift(op, machine);
        long words = (long)op.Count * VectorPasses.WordBytes(op.Wide), codes = (long)op.Count * op.CodeBytes;
        bool meet = VectorPasses.Meet(c.A, words, c.B, codes);
        // Codes are smaller than words: as long as they do not begin above the words, no code lies on a word that is still to be read.
        if (machine.Scalars[op.Max] == 0 || op.Bits > 16 || (!op.Wide && shift > 31) || (meet && c.B > c.A))
        {
            VectorDefinitions.Run(op, c, machine);
            return;
        }
        // Unsafe references follow: the operands must lie in their memory.
        _ = machine.Scratchpad.AsSpan((int)c.A, (int)words);
        _ = machine.Scratchpad.AsSpan((int)c.B, (int)codes);
        if (op.Wide) Run<long>(op, c, machine);
        else Run<int>(op, c, machine);
    }

    private static void Run<T>(VectorQuantize op, in Command c, MachineState machine)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var kernel = new Kernel<T> { Machine = machine, Command = c };
        Columns.Cover<Kernel<T>, T>(ref kernel, op.Count, machine.VectorBits);
    }

    private struct Kernel<T> : IColumns<T> where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        public MachineState Machine;
        public Command Command;

        [MethodImpl(Columns.Kernel)]
        public readonly void Run<V>(int first, int last) where V : struct, ILanes<V, T>
        {
            var op = (VectorQuantize)Command.Instruction;
            int codeBytes = op.CodeBytes, wordBytes = VectorPasses.WordBytes(op.Wide), limit = new FixedFormat(op.Bits).MaxCode;
            int shift = VectorDefinitions.Shift(op, Machine), right = Math.Max(0, shift), left = Math.Max(0, -shift);
            ref byte memory = ref MemoryMarshal.GetArrayDataReference(Machine.Scratchpad);
            ref byte words = ref Unsafe.Add(ref memory, (nint)Command.A);
            ref byte codes = ref Unsafe.Add(ref memory, (nint)Command.B);
            V highest = V.All(T.CreateTruncating(limit)), lowest = V.All(T.CreateTruncating(-limit));
            // Whatever is beyond the reach is clipped, and what is within it has room to be shifted to the left in 32 bits.
            T reach = T.CreateTruncating((limit >> left) + 1);
            V most = V.All(reach), least = V.All(-reach);
            V rest = V.All((T.One << right) - T.One), odd = V.All(right > 0 ? T.One : T.Zero);
            V half = V.All(right > 0 ? (T.One << right - 1) - T.One : T.Zero);
            for (int i = first; i < last; i += V.Count)
            {
                V x = V.Load(ref Unsafe.Add(ref words, (nint)i * wordBytes));
                if (left > 0) x = (typeof(T) == typeof(int) ? V.Max(V.Min(x, most), least) : x) << left;
                // The carry of rest + half - 1 + odd rounds; that sum has no sign, while x + half could overflow.
                V floor = x >> right;
                x = floor + ((x & rest) + half + (floor & odd) >>> right);
                x = V.Max(V.Min(x, highest), lowest);
                ref byte to = ref Unsafe.Add(ref codes, (nint)i * codeBytes);
                if (codeBytes == 1) x.Store8(ref to);
                else x.Store16(ref to);
            }
        }
    }
}
