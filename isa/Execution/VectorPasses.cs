using System.Buffers.Binary;
using WageSim.Models;
using WageSim.Models.Hardware;
using WageSim.Models.Numerics;

namespace WageSim.Isa.Execution;

/// <summary>What the vector instructions compute. Layouts are dense: element after element, row after row.</summary>
internal static class VectorPasses
{
    public const byte ReluPasses = 1, ClipPasses = 2;

    public static void List(VectorActivate op, in Command c, Chip chip, ref AccessList accesses)
    {
        var walk = c.W0!;
        long outputs = Outputs(walk, op.Pool);
        if (op.Bits > 9 || Math.Abs(op.Shift) > 31)
            throw new InputException(
                $"program: instruction {c.Pc}: bits = {op.Bits}, shift = {op.Shift}; " +
                "codes of up to 9 bits and shifts of -31..31 are allowed");
        ReadSums(c, walk, chip, ref accesses);
        accesses.Write(Memory.Scratchpad, c.B, outputs);
        accesses.Write(Memory.Scratchpad, c.C, outputs);
    }

    public static void Run(VectorActivate op, in Command c, MachineState machine)
    {
        var walk = c.W0!;
        int cols = machine.Chip.Cols, step = op.Pool ? 2 : 1;
        int channels = walk.Run, width = walk.Count1, height = walk.Count2, images = walk.Count3;
        int limit = new FixedFormat(op.Bits).MaxCode, to = 0;
        // A negative shift multiplies, so the largest z that is not clipped is limit · 2^shift in either direction.
        long highest = op.Shift >= 0 ? (long)limit << op.Shift : limit >> -op.Shift;
        var acc = machine.Accumulator;
        Span<byte> codes = machine.Scratchpad.AsSpan((int)c.B), masks = machine.Scratchpad.AsSpan((int)c.C);
        for (int b = 0; b < images; b++)
            for (int y = 0; y < height / step * step; y += step)
                for (int x = 0; x < width / step * step; x += step)
                {
                    int at = (int)(c.A + (b * height + y) * width + x) * cols;
                    for (int n = 0; n < channels; n++, to++)
                    {
                        int z = acc[at + n], place = 0;
                        if (op.Pool)
                        {
                            Take(acc[at + cols + n], 1, ref z, ref place);
                            Take(acc[at + width * cols + n], 2, ref z, ref place);
                            Take(acc[at + (width + 1) * cols + n], 3, ref z, ref place);
                        }
                        codes[to] = (byte)Math.Min(Rounding.NearestEven(Math.Max(z, 0), op.Shift), limit);
                        masks[to] = (byte)((z > 0 ? ReluPasses : 0) | (z <= highest ? ClipPasses : 0) | place << 2);
                    }
                }

        static void Take(int candidate, int where, ref int z, ref int place)
        {
            if (candidate > z) (z, place) = (candidate, where);
        }
    }

    public static void List(VectorLoss op, in Command c, Chip chip, ref AccessList accesses)
    {
        var walk = c.W0!;
        ReadSums(c, walk, chip, ref accesses);
        accesses.Read(Memory.Scratchpad, c.B, 4L * walk.Positions);
        accesses.Write(Memory.Scratchpad, c.C, 4L * walk.Positions * walk.Run);
        accesses.Write(Memory.Scalars, op.Max, 1);
    }

    public static void Run(VectorLoss op, in Command c, MachineState machine)
    {
        var walk = c.W0!;
        int cols = machine.Chip.Cols;
        for (int i = 0; i < walk.Positions; i++)
        {
            int label = BinaryPrimitives.ReadInt32LittleEndian(machine.Scratchpad.AsSpan((int)c.B + 4 * i));
            for (int n = 0; n < walk.Run; n++)
            {
                long e = machine.Accumulator[(c.A + i) * cols + n] - (label == c.Mode + n ? 1L << op.TargetLog2 : 0);
                WriteWord(machine.Scratchpad, c.C + 4L * (i * walk.Run + n), e, wide: false);
                Maximum(machine, op.Max, e);
            }
        }
    }

    public static void List(VectorSpill op, in Command c, Chip chip, ref AccessList accesses)
    {
        var walk = c.W0!;
        long elements = (long)walk.Positions * walk.Run;
        ReadSums(c, walk, chip, ref accesses);
        if (op.Masked) accesses.Read(Memory.Scratchpad, c.B, elements);
        accesses.Write(Memory.Scratchpad, c.C, elements * WordBytes(op.Wide));
        if (op.Track) accesses.Write(Memory.Scalars, op.Max, 1);
    }

    public static void Run(VectorSpill op, in Command c, MachineState machine)
    {
        var walk = c.W0!;
        int cols = machine.Chip.Cols, bytes = WordBytes(op.Wide);
        long largest = 0;
        for (int i = 0, element = 0; i < walk.Positions; i++)
            for (int n = 0; n < walk.Run; n++, element++)
            {
                long to = c.C + (long)element * bytes, x = (long)machine.Accumulator[(c.A + i) * cols + n] << op.Shift;
                if (op.More) x += ReadWord(machine.Scratchpad, to, op.Wide);
                if (op.Masked && (machine.Scratchpad[c.B + element] & ClipPasses) == 0) x = 0;
                WriteWord(machine.Scratchpad, to, x, op.Wide);
                largest = Math.Max(largest, Math.Abs(x));
            }
        if (op.Track) Maximum(machine, op.Max, largest);
    }

    public static void List(VectorQuantize op, in Command c, ref AccessList accesses)
    {
        accesses.Read(Memory.Scratchpad, c.A, (long)op.Count * WordBytes(op.Wide));
        accesses.Write(Memory.Scratchpad, c.B, (long)op.Count * op.CodeBytes);
        accesses.Read(Memory.Scalars, op.Max, 1);
    }

    public static void Run(VectorQuantize op, in Command c, MachineState machine)
    {
        long max = machine.Scalars[op.Max];
        int shift = max == 0 ? 0 : Rounding.NearestLog2(max) - (op.Bits - 1), limit = new FixedFormat(op.Bits).MaxCode, bytes = WordBytes(op.Wide);
        for (int i = 0; i < op.Count; i++)
        {
            long x = ReadWord(machine.Scratchpad, c.A + (long)i * bytes, op.Wide);
            long code = max == 0 ? 0 : Rounding.Clip(Rounding.NearestEven(x, shift), limit);
            if (op.CodeBytes == 1) machine.Scratchpad[c.B + i] = (byte)code;
            else BinaryPrimitives.WriteInt16LittleEndian(machine.Scratchpad.AsSpan((int)c.B + 2 * i), (short)code);
        }
    }

    public static void List(VectorRoute op, in Command c, ref AccessList accesses)
    {
        var walk = c.W0!;
        long inputs = Outputs(walk, op.Pool);
        accesses.Read(Memory.Scratchpad, c.A, inputs * op.Bytes);
        accesses.Read(Memory.Scratchpad, c.B, inputs);
        accesses.Write(Memory.Scratchpad, c.C, walk with { Bytes = op.Bytes });
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

    public static void List(VectorUpdate op, in Command c, ref AccessList accesses)
    {
        int count = c.W0!.Run;
        accesses.Read(Memory.Scratchpad, c.A, (long)count * WordBytes(op.Wide));
        accesses.Write(Memory.Scratchpad, c.B, (long)count * op.WeightBytes);
        if (op.External) accesses.Read(Memory.Scratchpad, c.C, 2L * count);
        accesses.Read(Memory.Scalars, op.Max, 1);
    }

    public static void Run(VectorUpdate op, in Command c, MachineState machine)
    {
        long max = machine.Scalars[op.Max];
        if (op.Clip > op.GBits) throw new InputException($"program: instruction {c.Pc}: clip = {op.Clip} is above gbits = {op.GBits}");
        int shift = max == 0 ? 0 : Rounding.NearestLog2(max) - (int)machine.Scalars[MachineState.RateScalar];
        int limit = (1 << op.GBits - 1) - (1 << op.GBits - op.Clip), bytes = WordBytes(op.Wide);
        uint seed = (uint)machine.Scalars[MachineState.SeedScalar], step = (uint)machine.Scalars[MachineState.StepScalar];
        uint key = RandomBits.Key(seed, step, (uint)op.Tensor);
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

    private static void ReadSums(in Command c, Walk walk, Chip chip, ref AccessList accesses)
    {
        if (walk.Run > chip.Cols)
            throw new InputException($"program: instruction {c.Pc} reads {walk.Run} columns of sums; chip {chip.Name} has {chip.Cols}");
        accesses.Read(Memory.Accumulator, c.A, walk.Positions);
    }

    private static int WordBytes(bool wide) => wide ? 8 : 4;

    private static long Outputs(Walk walk, bool pool)
    {
        int step = pool ? 2 : 1;
        return (long)(walk.Count1 / step) * (walk.Count2 / step) * walk.Count3 * walk.Run;
    }

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

    private static void Maximum(MachineState machine, int scalar, long value) =>
        machine.Scalars[scalar] = Math.Max(machine.Scalars[scalar], Math.Abs(value));
}
