using System.Buffers.Binary;
using WageSim.Models;
using WageSim.Models.Numerics;

namespace WageSim.Isa.Execution;

/// <summary>What the vector instructions compute, element after element: the kernels leave exactly this.</summary>
internal static class VectorDefinitions
{
    public const byte ReluPasses = 1, ClipPasses = 2;

    public static void Run(VectorActivate op, in Command c, MachineState machine)
    {
        var walk = c.W0!;
        int step = op.Pool ? 2 : 1;
        int channels = walk.Run, width = walk.Count1, height = walk.Count2, images = walk.Count3;
        int to = 0;
        for (int b = 0; b < images; b++)
            for (int y = 0; y < height / step * step; y += step)
                for (int x = 0; x < width / step * step; x += step)
                {
                    long at = (b * height + y) * width + x;
                    for (int n = 0; n < channels; n++, to++)
                    {
                        int place = 0;
                        long z = Sum(op.Wide, c, machine, at, n);
                        if (op.Pool)
                        {
                            Take(Sum(op.Wide, c, machine, at + 1, n), 1, ref z, ref place);
                            Take(Sum(op.Wide, c, machine, at + width, n), 2, ref z, ref place);
                            Take(Sum(op.Wide, c, machine, at + width + 1, n), 3, ref z, ref place);
                        }
                        Activate(z, place, op.Shift, op.Bits, c, to, machine.Scratchpad);
                    }
                }

        static void Take(long candidate, int where, ref long z, ref int place)
        {
            if (candidate > z) (z, place) = (candidate, where);
        }
    }

    /// <summary>Column n of row i of the sums of `vact` and `vpool`: of the accumulators, or if wide of the words where codes go.</summary>
    public static long Sum(bool wide, in Command c, MachineState machine, long i, int n) => wide
        ? ReadWord(machine.Scratchpad, c.B + 8 * (i * c.W0!.Run + n), wide)
        : machine.Accumulator[(c.A + i) * machine.Chip.Cols + n];

    /// <summary>Code and mask number `to` of a sum, or of a window's largest, written to the command's second and third address.</summary>
    public static void Activate(long z, int place, int shift, int bits, in Command c, int to, byte[] memory)
    {
        var format = new FixedFormat(bits);
        int limit = format.MaxCode;
        // A negative shift multiplies, so the largest z that is not clipped is limit · 2^shift in either direction.
        long highest = shift >= 0 ? (long)limit << shift : limit >> -shift;
        long code = Math.Min(Rounding.NearestEven(Math.Max(z, 0), shift), limit);
        if (format.Bytes == 1) memory[c.B + to] = (byte)code;
        else BinaryPrimitives.WriteInt16LittleEndian(memory.AsSpan((int)c.B + 2 * to), (short)code);
        memory[c.C + to] = (byte)((z > 0 ? ReluPasses : 0) | (z <= highest ? ClipPasses : 0) | place << 2);
    }

    public static void Run(VectorLoss op, in Command c, MachineState machine)
    {
        var walk = c.W0!;
        int cols = machine.Chip.Cols, bytes = op.Wide ? 8 : 4;
        for (int i = 0; i < walk.Positions; i++)
        {
            int label = BinaryPrimitives.ReadInt32LittleEndian(machine.Scratchpad.AsSpan((int)c.B + 4 * i));
            for (int n = 0; n < walk.Run; n++)
            {
                long at = c.C + (long)bytes * (i * walk.Run + n);
                long sum = op.Wide ? ReadWord(machine.Scratchpad, at, wide: true) : machine.Accumulator[(c.A + i) * cols + n];
                long e = sum - (label == c.Mode + n ? 1L << op.TargetLog2 : 0);
                WriteWord(machine.Scratchpad, at, e, op.Wide);
                Maximum(machine, op.Max, e);
            }
        }
    }

    public static void Run(VectorSpill op, in Command c, MachineState machine)
    {
        var walk = c.W0!;
        for (int i = 0; i < walk.Positions; i++)
            for (int n = 0; n < walk.Run; n++) Spill(op, c, machine, i, n);
    }

    /// <summary>Column n of row i of a `vspill`.</summary>
    public static void Spill(VectorSpill op, in Command c, MachineState machine, int i, int n)
    {
        long element = (long)i * c.W0!.Run + n, x = Sum(op, c, machine, i, n);
        WriteWord(machine.Scratchpad, c.C + element * (op.Wide ? 8 : 4), x, op.Wide);
        if (op.Track) Maximum(machine, op.Max, x);
    }

    public static void Run(VectorMaximum op, in Command c, MachineState machine)
    {
        for (int i = 0; i < c.W0!.Positions; i++)
            for (int n = 0; n < c.W0.Run; n++) Maximum(machine, op.Max, Sum(op, c, machine, i, n));
    }

    public static void Run(VectorCode op, in Command c, MachineState machine)
    {
        long to = c.C;
        for (int i = 0; i < c.W0!.Positions; i++)
            for (int n = 0; n < c.W0.Run; n++, to += op.CodeBytes)
                WriteCode(machine.Scratchpad, to, Code(Sum(op, c, machine, i, n), machine.Scalars[op.Max], op.Bits), op.CodeBytes);
    }

    /// <summary>Column n of row i of the sums, as `vspill`, `vmax` and `vcode` read them.</summary>
    public static long Sum(ISumOperand op, in Command c, MachineState machine, int i, int n)
    {
        long element = (long)i * c.W0!.Run + n;
        long x = (long)machine.Accumulator[(c.A + i) * machine.Chip.Cols + n] << op.Shift;
        if (op.More) x += ReadWord(machine.Scratchpad, c.C + element * (op.Wide ? 8 : 4), op.Wide);
        return op.Masked && (machine.Scratchpad[c.B + element] & ClipPasses) == 0 ? 0 : x;
    }

    public static void Run(VectorQuantize op, in Command c, MachineState machine)
    {
        int bytes = op.Wide ? 8 : 4;
        for (int i = 0; i < op.Count; i++)
        {
            long x = ReadWord(machine.Scratchpad, c.A + (long)i * bytes, op.Wide);
            WriteCode(machine.Scratchpad, c.B + (long)i * op.CodeBytes, Code(x, machine.Scalars[op.Max], op.Bits), op.CodeBytes);
        }
    }

    private static long Code(long x, long max, int bits) =>
        max == 0 ? 0 : Rounding.Clip(Rounding.NearestEven(x, Shift(max, bits)), new FixedFormat(bits).MaxCode);

    private static void WriteCode(byte[] memory, long at, long code, int bytes)
    {
        if (bytes == 1) memory[at] = (byte)code;
        else BinaryPrimitives.WriteInt16LittleEndian(memory.AsSpan((int)at), (short)code);
    }

    public static void Run(VectorRoute op, in Command c, MachineState machine)
    {
        var walk = c.W0!;
        var memory = machine.Scratchpad;
        int step = op.Pool ? 2 : 1, channels = walk.Run, outWidth = walk.Count1 / step, outHeight = walk.Count2 / step;
        for (int b = 0; b < walk.Count3; b++)
            for (int y = 0; y < walk.Count2; y++)
                for (int x = 0; x < walk.Count1; x++)
                {
                    long to = c.C + b * walk.Stride3 + y * walk.Stride2 + x * walk.Stride1;
                    int row = y / step, column = x / step, place = op.Pool ? (y & 1) * 2 + (x & 1) : 0;
                    bool inside = row < outHeight && column < outWidth;
                    long from = ((b * outHeight + row) * outWidth + column) * (long)channels;
                    for (int n = 0; n < channels; n++)
                    {
                        int mask = inside ? memory[c.B + from + n] : 0;
                        bool passes = (mask & ReluPasses) != 0 && mask >> 2 == place;
                        long source = c.A + (from + n) * op.Bytes, target = to + n * op.Bytes;
                        for (int i = 0; i < op.Bytes; i++) memory[target + i] = passes ? memory[source + i] : (byte)0;
                    }
                }
    }

    public static void Run(VectorUpdate op, in Command c, MachineState machine)
    {
        long max = machine.Scalars[op.Max];
        if (op.Clip > op.GBits) throw new InputException($"program: instruction {c.Pc}: clip = {op.Clip} is above gbits = {op.GBits}");
        int shift = Shift(op, machine), limit = Limit(op), bytes = op.Wide ? 8 : 4;
        uint key = Key(op, machine);
        for (int i = 0; i < c.W0!.Run; i++)
        {
            ushort draw = op.External
                ? BinaryPrimitives.ReadUInt16LittleEndian(machine.Scratchpad.AsSpan((int)c.C + 2 * i))
                : RandomBits.Draw(key, (uint)(c.Mode + i));
            long gradient = ReadWord(machine.Scratchpad, c.A + (long)i * bytes, op.Wide);
            long delta = max == 0 ? 0 : Rounding.Stochastic(gradient, shift, draw);
            int at = (int)c.B + i * op.WeightBytes;
            var weight = machine.Scratchpad.AsSpan(at, op.WeightBytes);
            long code = (op.WeightBytes == 1 ? (sbyte)weight[0] : BinaryPrimitives.ReadInt16LittleEndian(weight)) - delta;
            code = Rounding.Clip(code, limit);
            if (op.WeightBytes == 1) weight[0] = (byte)code;
            else BinaryPrimitives.WriteInt16LittleEndian(weight, (short)code);
        }
    }

    /// <summary>Right shift from words to codes of so many bits; any if the maximum is 0.</summary>
    public static int Shift(long max, int bits) => max == 0 ? 0 : Rounding.NearestLog2(max) - (bits - 1);

    /// <summary>Right shift from gradients to steps; any if the maximum is 0.</summary>
    public static int Shift(VectorUpdate op, MachineState machine) =>
        machine.Scalars[op.Max] is var max and not 0
            ? Rounding.NearestLog2(max) - (int)machine.Scalars[MachineState.RateScalar] : 0;

    /// <summary>The largest stored weight, 2^(gbits-1) - 2^(gbits-clip).</summary>
    public static int Limit(VectorUpdate op) => (1 << op.GBits - 1) - (1 << op.GBits - op.Clip);

    /// <summary>The key of the command's draws.</summary>
    public static uint Key(VectorUpdate op, MachineState machine) => RandomBits.Key(
        (uint)machine.Scalars[MachineState.SeedScalar], (uint)machine.Scalars[MachineState.StepScalar], (uint)op.Tensor);

    private static long ReadWord(byte[] memory, long at, bool wide) =>
        wide
            ? BinaryPrimitives.ReadInt64LittleEndian(memory.AsSpan((int)at))
            : BinaryPrimitives.ReadInt32LittleEndian(memory.AsSpan((int)at));

    private static void WriteWord(byte[] memory, long at, long value, bool wide)
    {
        if (!wide && value != (int)value)
            throw new InputException($"program: {value} does not fit a 32-bit word at scratchpad byte {at}; 64-bit words hold it");
        if (wide) BinaryPrimitives.WriteInt64LittleEndian(memory.AsSpan((int)at), value);
        else BinaryPrimitives.WriteInt32LittleEndian(memory.AsSpan((int)at), (int)value);
    }

    public static void Maximum(MachineState machine, int scalar, long value) =>
        machine.Scalars[scalar] = Math.Max(machine.Scalars[scalar], Math.Abs(value));
}
