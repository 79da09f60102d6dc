using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WageSim.Isa.Execution.Elementwise;

/// <summary>`vdrop`: codes of dropped features become 0; a row's draws are the same in all images.</summary>
internal static class DropKernel
{
    private const int DrawsAtOnce = 512;

    public static void Run(VectorDrop op, in Command c, MachineState machine)
    {
        var walk = c.W0!;
        int codes = walk.Positions * walk.Run, images = walk.Count2 * walk.Count3;
        if (op.External && VectorPasses.Meet(c.A, codes, c.B, op.DrawBytes(walk)))
        {
            BlockFormatDefinitions.Run(op, c, machine);
            return;
        }
        // Unsafe references follow: the operands must lie in their memory.
        _ = machine.Scratchpad.AsSpan((int)c.A, codes);
        uint key = BlockFormatDefinitions.Key(op.Tensor, machine);
        Span<ushort> draws = stackalloc ushort[op.External ? 0 : DrawsAtOnce];
        for (int row = 0; row < walk.Count1; row++)
            for (int at = 0; at < walk.Run; at += DrawsAtOnce)
            {
                int count = Math.Min(DrawsAtOnce, walk.Run - at);
                long feature = (long)row * op.Pitch + at;
                if (op.External) draws = MemoryMarshal.Cast<byte, ushort>(machine.Scratchpad.AsSpan((int)(c.B + 2 * feature), 2 * count));
                else Draws.Fill(key, (uint)(c.Mode + feature), draws[..count], machine.VectorBits);
                var kernel = new Kernel
                {
                    Codes = ref machine.Scratchpad[(int)c.A + row * walk.Run + at],
                    Draws = ref MemoryMarshal.GetReference(MemoryMarshal.AsBytes(draws)),
                    Images = images, Pitch = walk.Count1 * walk.Run,
                };
                Columns.Cover<Kernel, int>(ref kernel, count, machine.VectorBits);
            }
    }

    private ref struct Kernel : IColumns<int>
    {
        public ref byte Codes;
        public ref readonly byte Draws;
        public int Images, Pitch;

        [MethodImpl(Columns.Kernel)]
        public readonly void Run<V>(int first, int last) where V : struct, ILanes<V, int>
        {
            for (int n = first; n < last; n += V.Count)
            {
                // A draw's top bit is its sign, and spread over the lane.
                V kept = V.Signed16(ref Unsafe.Add(ref Unsafe.AsRef(in Draws), 2 * (nint)n)) >> 31;
                for (int image = 0; image < Images; image++)
                {
                    ref byte code = ref Unsafe.Add(ref Codes, (nint)image * Pitch + n);
                    (V.Unsigned8(ref code) & kept).Store8(ref code);
                }
            }
        }
    }
}
