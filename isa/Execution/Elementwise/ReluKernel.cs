using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WageSim.Isa.Execution.Elementwise;

/// <summary>`vrelu`: codes after ReLU in memory of the host, then the maximum of each window with its place, in lanes of a byte.</summary>
internal struct ReluKernel : IColumns<byte>
{
    [ThreadStatic] private static byte[]? staging;

    private byte[] memory;
    private int firstCode, firstMask, channels, rows;
    private Windows windows;

    public static void Run(VectorRelu op, in Command c, MachineState machine)
    {
        var walk = c.W0!;
        var windows = Windows.Of(op, walk);
        int shift = BlockFormatDefinitions.Shift(machine, op.Shift), inputs = walk.Positions * walk.Run;
        int outputs = (int)windows.Count * walk.Run;
        bool hurts = op.Words && (Hurts(c, c.B) || Hurts(c, c.C));
        if (hurts || shift > RoundKernel.MostShift || VectorPasses.Meet(c.B, outputs, c.C, outputs))
        {
            BlockFormatDefinitions.Run(op, c, machine);
            return;
        }
        // Unsafe references follow: the operands must lie in their memories.
        _ = machine.Scratchpad.AsSpan((int)c.B, outputs);
        _ = machine.Scratchpad.AsSpan((int)c.C, outputs);
        if (staging is null || staging.Length < inputs) staging = new byte[inputs];
        ref byte codes = ref MemoryMarshal.GetArrayDataReference(staging);
        ref byte numbers = ref op.Words
            ? ref MemoryMarshal.GetReference(machine.Scratchpad.AsSpan((int)c.A, 4 * inputs)) : ref RoundKernel.Sums(c, machine);
        int pitch = op.Words ? walk.Run : machine.Chip.Cols;
        RoundKernel.Codes(ref numbers, pitch, ref codes, walk.Positions, walk.Run, shift, op.Pseudo, relu: true, machine.VectorBits);
        var kernel = new ReluKernel
        {
            memory = machine.Scratchpad, firstCode = (int)c.B, firstMask = (int)c.C, windows = windows, channels = walk.Run,
            rows = windows.Images * windows.Down,
        };
        // Without a pool all codes are one long row.
        if (op.Size == 1) (kernel.windows, kernel.channels, kernel.rows) = (new(1, 1, 1, 1, 1), inputs, 1);
        Columns.Cover<ReluKernel, byte>(ref kernel, kernel.channels, machine.VectorBits);

        // Written from above the words' beginning, a byte could lie on a word that is still to be read.
        bool Hurts(in Command c, long to) => to > c.A && VectorPasses.Meet(c.A, 4L * inputs, to, outputs);
    }

    [MethodImpl(Columns.Kernel)]
    public readonly void Run<V>(int first, int last) where V : struct, ILanes<V, byte>
    {
        ref byte source = ref MemoryMarshal.GetArrayDataReference(staging!);
        ref byte codes = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(memory), firstCode);
        ref byte masks = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(memory), firstMask);
        int size = windows.Size, outWidth = windows.Across, outHeight = windows.Down;
        nint column = channels, line = column * windows.Width;
        V zero = V.All(0), one = V.All(1), clips = V.All(VectorDefinitions.ClipPasses);
        for (int row = 0; row < rows; row++)
            for (int x = 0; x < outWidth; x++)
            {
                nint at = ((nint)(row / outHeight) * windows.Height + row % outHeight * size) * line + x * size * column;
                nint to = ((nint)row * outWidth + x) * channels;
                for (int n = first; n < last; n += V.Count)
                {
                    ref byte from = ref Unsafe.Add(ref source, at + n);
                    V z = V.Load(ref from), place = zero;
                    if (size == 2)
                    {
                        Take(V.Load(ref Unsafe.Add(ref from, column)), V.All(1 << 2), ref z, ref place);
                        Take(V.Load(ref Unsafe.Add(ref from, line)), V.All(2 << 2), ref z, ref place);
                        Take(V.Load(ref Unsafe.Add(ref from, line + column)), V.All(3 << 2), ref z, ref place);
                    }
                    else
                    {
                        for (int i = 1; i < size * size; i++)
                        {
                            V candidate = V.Load(ref Unsafe.Add(ref from, i / size * line + i % size * column));
                            Take(candidate, V.All((byte)(i << 2)), ref z, ref place);
                        }
                    }
                    z.Store(ref Unsafe.Add(ref codes, to + n));
                    (V.Min(z, one) + clips + place).Store(ref Unsafe.Add(ref masks, to + n));
                }
            }

        static void Take(V candidate, V where, ref V z, ref V place)
        {
            place = V.Select(V.Greater(candidate, z), where, place);
            z = V.Max(candidate, z);
        }
    }
}
