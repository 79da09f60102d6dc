using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WageSim.Models.Numerics;

namespace WageSim.Isa.Execution.Elementwise;

/// <summary>`vact` and `vpool`: ReLU, a window's maximum with its place, rounding, clip and masks.</summary>
internal struct ActivateKernel : IColumns<int>
{
    private int[] sums;
    private byte[] memory;
    private long firstRow;
    private int firstCode, firstMask, pitch;
    private Windows windows;
    private int channels, shift, limit, codeBytes, rows;

    public static void Run(VectorActivate op, in Command c, MachineState machine)
    {
        int size = op.Pool ? 2 : 1;
        var windows = new Windows(size, size, c.W0!.Count1, c.W0.Count2, c.W0.Count3);
        if (Meet(windows, op.CodeBytes, c)) VectorDefinitions.Run(op, c, machine);
        else Run(windows, op.Shift, op.Bits, c, machine);
    }

    public static void Run(VectorPool op, in Command c, MachineState machine)
    {
        var windows = Windows.Of(op, c.W0!);
        if (Meet(windows, op.CodeBytes, c)) PoolDefinitions.Run(op, c, machine);
        else Run(windows, op.Shift, op.Bits, c, machine);
    }

    private static bool Meet(in Windows windows, int codeBytes, in Command c)
    {
        long outputs = windows.Count * c.W0!.Run;
        return VectorPasses.Meet(c.B, outputs * codeBytes, c.C, outputs);
    }

    private static void Run(in Windows windows, int shift, int bits, in Command c, MachineState machine)
    {
        var walk = c.W0!;
        var format = new FixedFormat(bits);
        int outputs = (int)windows.Count * walk.Run;
        var kernel = new ActivateKernel
        {
            sums = machine.Accumulator, memory = machine.Scratchpad,
            firstRow = c.A, firstCode = (int)c.B, firstMask = (int)c.C, pitch = machine.Chip.Cols,
            windows = windows, channels = walk.Run,
            shift = shift, limit = format.MaxCode, codeBytes = format.Bytes, rows = windows.Images * windows.Down,
        };
        // Unsafe references follow: the operands must lie in their memories.
        _ = machine.Scratchpad.AsSpan((int)c.B, outputs * format.Bytes);
        _ = machine.Scratchpad.AsSpan((int)c.C, outputs);
        _ = machine.Accumulator.AsSpan((int)c.A * kernel.pitch, walk.Positions * kernel.pitch);
        if (windows is { Size: 1, Step: 1 } && kernel.channels == kernel.pitch) kernel.Join();
        Columns.Cover<ActivateKernel, int>(ref kernel, kernel.channels, machine.VectorBits);
    }

    /// <summary>Rows of sums without gaps are one long row.</summary>
    private void Join()
    {
        channels *= windows.Width * rows;
        (windows, rows) = (new(1, 1, 1, 1, 1), 1);
    }

    [MethodImpl(Columns.Kernel)]
    public readonly void Run<V>(int first, int last) where V : struct, ILanes<V, int>
    {
        ref byte acc = ref Unsafe.As<int, byte>(ref MemoryMarshal.GetArrayDataReference(sums));
        ref byte codes = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(memory), firstCode);
        ref byte masks = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(memory), firstMask);
        int right = Math.Max(0, shift), left = Math.Max(0, -shift), bytes = codeBytes;
        int size = windows.Size, step = windows.Step, outWidth = windows.Across, outHeight = windows.Down;
        // A negative shift multiplies, so the largest z that is not clipped is limit · 2^shift in either direction.
        int highest = shift >= 0 ? (int)Math.Min((long)limit << right, int.MaxValue) : limit >> left;
        V zero = V.All(0), one = V.All(1), bound = V.All(highest), most = V.All(limit);
        // z ≥ 0, so the sum that rounds has room in 32 bits without sign.
        V odd = V.All(right > 0 ? 1 : 0), half = V.All(right > 0 ? (1 << right - 1) - 1 : 0);
        nint column = 4 * (nint)pitch, line = column * windows.Width;
        for (int row = 0; row < rows; row++)
            for (int x = 0; x < outWidth; x++)
            {
                long top = (long)(row / outHeight) * windows.Height + row % outHeight * step;
                nint at = (nint)(firstRow + top * windows.Width + x * step) * column;
                nint to = ((nint)row * outWidth + x) * channels;
                for (int n = first; n < last; n += V.Count)
                {
                    ref byte from = ref Unsafe.Add(ref acc, at + 4 * n);
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
                            Take(V.Load(ref Unsafe.Add(ref from, i / size * line + i % size * column)), V.All(i << 2), ref z, ref place);
                    }
                    V clipped = V.Greater(z, bound), positive = V.Max(z, zero);
                    V rounded = (positive << left) + half + (positive >> right & odd) >>> right;
                    V code = V.Select(clipped, most, rounded);
                    if (bytes == 1) code.Store8(ref Unsafe.Add(ref codes, to + n));
                    else code.Store16(ref Unsafe.Add(ref codes, 2 * (to + n)));
                    V mask = V.Min(positive, one) + (clipped + one << 1);
                    (mask + place).Store8(ref Unsafe.Add(ref masks, to + n));
                }
            }

        static void Take(V candidate, V where, ref V z, ref V place)
        {
            place = V.Select(V.Greater(candidate, z), where, place);
            z = V.Max(candidate, z);
        }
    }
}
