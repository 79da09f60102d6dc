using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WageSim.Models.Numerics;

namespace WageSim.Isa.Execution.Elementwise;

/// <summary>`vact`: ReLU, 2×2 maximum with its place, rounding, clip and masks.</summary>
internal struct ActivateKernel : IColumns<int>
{
    private int[] sums;
    private byte[] memory;
    private long firstRow;
    private int firstCode, firstMask, pitch;
    private int width, height, channels, step, shift, limit;
    private int from, end;

    public static void Run(VectorActivate op, in Command c, MachineState machine)
    {
        var walk = c.W0!;
        int step = op.Pool ? 2 : 1;
        long outputs = VectorPasses.Outputs(walk, op.Pool);
        if (VectorPasses.Meet(c.B, outputs, c.C, outputs)) VectorDefinitions.Run(op, c, machine);
        else Part(c, machine, 0, walk.Count3 * (walk.Count2 / step));
    }

    /// <summary>Rows from … end - 1 of outputs, counted through all images.</summary>
    private static void Part(in Command c, MachineState machine, int from, int end)
    {
        var op = (VectorActivate)c.Instruction;
        var walk = c.W0!;
        int outputs = (int)VectorPasses.Outputs(walk, op.Pool);
        var kernel = new ActivateKernel
        {
            sums = machine.Accumulator, memory = machine.Scratchpad,
            firstRow = c.A, firstCode = (int)c.B, firstMask = (int)c.C, pitch = machine.Chip.Cols,
            width = walk.Count1, height = walk.Count2, channels = walk.Run, step = op.Pool ? 2 : 1,
            shift = op.Shift, limit = new FixedFormat(op.Bits).MaxCode, from = from, end = end,
        };
        // Unsafe references follow: the operands must lie in their memories.
        _ = machine.Scratchpad.AsSpan((int)c.B, outputs);
        _ = machine.Scratchpad.AsSpan((int)c.C, outputs);
        _ = machine.Accumulator.AsSpan((int)c.A * kernel.pitch, walk.Positions * kernel.pitch);
        if (!op.Pool && kernel.channels == kernel.pitch) kernel.Join();
        Columns.Cover<ActivateKernel, int>(ref kernel, kernel.channels, machine.VectorBits);
    }

    /// <summary>Rows of sums without gaps are one long row.</summary>
    private void Join()
    {
        int row = width * channels;
        firstRow += (long)from * width;
        firstCode += from * row;
        firstMask += from * row;
        channels = (end - from) * row;
        (width, height, from, end) = (1, 1, 0, 1);
    }

    [MethodImpl(Columns.Kernel)]
    public readonly void Run<V>(int first, int last) where V : struct, ILanes<V, int>
    {
        ref byte acc = ref Unsafe.As<int, byte>(ref MemoryMarshal.GetArrayDataReference(sums));
        ref byte codes = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(memory), firstCode);
        ref byte masks = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(memory), firstMask);
        int right = Math.Max(0, shift), left = Math.Max(0, -shift), outWidth = width / step, outHeight = height / step;
        // A negative shift multiplies, so the largest z that is not clipped is limit · 2^shift in either direction.
        int highest = shift >= 0 ? (int)Math.Min((long)limit << right, int.MaxValue) : limit >> left;
        V zero = V.All(0), one = V.All(1), bound = V.All(highest), most = V.All(limit);
        // z ≥ 0, so the sum that rounds has room in 32 bits without sign.
        V odd = V.All(right > 0 ? 1 : 0), half = V.All(right > 0 ? (1 << right - 1) - 1 : 0);
        nint column = 4 * (nint)pitch, line = column * width;
        bool pool = step == 2;
        for (int row = from; row < end; row++)
            for (int x = 0; x < outWidth; x++)
            {
                nint at = (nint)(firstRow + ((long)(row / outHeight) * height + row % outHeight * step) * width + x * step) * column;
                nint to = ((nint)row * outWidth + x) * channels;
                for (int n = first; n < last; n += V.Count)
                {
                    ref byte from = ref Unsafe.Add(ref acc, at + 4 * n);
                    V z = V.Load(ref from), place = zero;
                    if (pool)
                    {
                        Take(V.Load(ref Unsafe.Add(ref from, column)), V.All(1 << 2), ref z, ref place);
                        Take(V.Load(ref Unsafe.Add(ref from, line)), V.All(2 << 2), ref z, ref place);
                        Take(V.Load(ref Unsafe.Add(ref from, line + column)), V.All(3 << 2), ref z, ref place);
                    }
                    V clipped = V.Greater(z, bound), positive = V.Max(z, zero);
                    V rounded = (positive << left) + half + (positive >> right & odd) >>> right;
                    V.Select(clipped, most, rounded).Store8(ref Unsafe.Add(ref codes, to + n));
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
