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
        long max = machine.Scalars[op.Max];
        int shift = VectorDefinitions.Shift(max, op.Bits);
        long words = (long)op.Count * VectorPasses.WordBytes(op.Wide), codes = (long)op.Count * op.CodeBytes;
        bool meet = VectorPasses.Meet(c.A, words, c.B, codes);
        // Codes are smaller than words: as long as they do not begin above the words, no code lies on a word that is still to be read.
        if (max == 0 || op.Bits > 16 || (!op.Wide && shift > 31) || (meet && c.B > c.A))
        {
            VectorDefinitions.Run(op, c, machine);
            return;
        }
        // Unsafe references follow: the operands must lie in their memory.
        _ = machine.Scratchpad.AsSpan((int)c.A, (int)words);
        _ = machine.Scratchpad.AsSpan((int)c.B, (int)codes);
        ref byte memory = ref MemoryMarshal.GetArrayDataReference(machine.Scratchpad);
        ref byte from = ref Unsafe.Add(ref memory, (nint)c.A), to = ref Unsafe.Add(ref memory, (nint)c.B);
        if (op.Wide) Run<long>(ref from, ref to, op.Count, op.Bits, shift, machine.VectorBits);
        else Run<int>(ref from, ref to, op.Count, op.Bits, shift, machine.VectorBits);
    }

    /// <summary>Codes of up to 16 bits from words of type T, which hold the shift.</summary>
    public static void Run<T>(ref byte words, ref byte codes, int count, int bits, int shift, int registerBits)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var kernel = new Kernel<T>(ref words, ref codes) { Bits = bits, Shift = shift };
        Columns.Cover<Kernel<T>, T>(ref kernel, count, registerBits);
    }

    private ref struct Kernel<T>(ref byte words, ref byte codes) : IColumns<T> where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        private readonly ref byte words = ref words, codes = ref codes;
        public int Bits, Shift;

        [MethodImpl(Columns.Kernel)]
        public readonly void Run<V>(int first, int last) where V : struct, ILanes<V, T>
        {
            var format = new FixedFormat(Bits);
            int codeBytes = format.Bytes, wordBytes = Unsafe.SizeOf<T>(), limit = format.MaxCode;
            int right = Math.Max(0, Shift), left = Math.Max(0, -Shift);
            ref byte words = ref this.words, codes = ref this.codes;
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
