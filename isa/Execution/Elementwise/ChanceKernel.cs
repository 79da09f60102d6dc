using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WageSim.Isa.Execution.Elementwise;

/// <summary>`vchance`: words to codes of a byte, rounded up where the fraction is above a draw.</summary>
internal static class ChanceKernel
{
    private const int DrawsAtOnce = 512;

    public static void Run(VectorChance op, in Command c, MachineState machine)
    {
        int end = c.W0!.Run;
        bool hurts = VectorPasses.Meet(c.A, 4L * end, c.B, end) && c.B > c.A;
        if (hurts || (op.External && VectorPasses.Meet(c.C, 2L * end, c.B, end)))
        {
            BlockFormatDefinitions.Run(op, c, machine);
            return;
        }
        uint key = BlockFormatDefinitions.Key(op.Tensor, machine);
        Span<ushort> draws = stackalloc ushort[op.External ? 0 : DrawsAtOnce];
        for (int at = 0; at < end; at += DrawsAtOnce)
        {
            int count = Math.Min(DrawsAtOnce, end - at);
            if (op.External) draws = MemoryMarshal.Cast<byte, ushort>(machine.Scratchpad.AsSpan((int)c.C + 2 * at, 2 * count));
            else Draws.Fill(key, (uint)(c.Mode + at), draws[..count], machine.VectorBits);
            var kernel = new Kernel
            {
                Words = ref MemoryMarshal.GetReference(machine.Scratchpad.AsSpan((int)c.A + 4 * at, 4 * count)),
                Codes = ref MemoryMarshal.GetReference(machine.Scratchpad.AsSpan((int)c.B + at, count)),
                Draws = ref MemoryMarshal.GetReference(MemoryMarshal.AsBytes(draws)), Shift = op.Shift,
            };
            Columns.Cover<Kernel, int>(ref kernel, count, machine.VectorBits);
        }
    }

    private ref struct Kernel : IColumns<int>
    {
        public ref byte Words, Codes;
        public ref readonly byte Draws;
        public int Shift;

        [MethodImpl(Columns.Kernel)]
        public readonly void Run<V>(int first, int last) where V : struct, ILanes<V, int>
        {
            // fraction / 2^shift > draw / 2^16, with shifts of up to 16.
            int shift = Shift, fractionLeft = 16 - shift;
            V rest = V.All((1 << shift) - 1), highest = V.All(BlockFormatDefinitions.MaxCode);
            for (int i = first; i < last; i += V.Count)
            {
                V x = V.Load(ref Unsafe.Add(ref Words, 4 * (nint)i)), negative = x >> 31, magnitude = (x ^ negative) - negative;
                V draw = V.Unsigned16(ref Unsafe.Add(ref Unsafe.AsRef(in Draws), 2 * (nint)i));
                V code = (magnitude >>> shift) - V.Greater((magnitude & rest) << fractionLeft, draw);
                ((V.Min(code, highest) ^ negative) - negative).Store8(ref Unsafe.Add(ref Codes, i));
            }
        }
    }
}
