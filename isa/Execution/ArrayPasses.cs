using WageSim.Models;
using WageSim.Models.Hardware;
using WageSim.Models.Numerics;

namespace WageSim.Isa.Execution;

/// <summary>What the array instructions compute: preload of a stationary tile, weight-stationary and output-stationary passes.</summary>
internal static class ArrayPasses
{
    // Operands of that many rows stay in the first-level cache.
    private const int RowsAtOnce = 64;

    public static void List(Weights weights, in Command c, Chip chip, ref AccessList accesses)
    {
        Fits(c, chip, weights.Row + weights.Rows, weights.Cols);
        ByteOrWord(c, weights.Bytes);
        Slice(c, weights.Width, chip.MacBits);
        int lines = weights.Transpose ? weights.Cols : weights.Rows, length = weights.Transpose ? weights.Rows : weights.Cols;
        var tile = Walk.Unit with { Run = length, Bytes = weights.Bytes, Count1 = lines, Stride1 = weights.Pitch };
        accesses.Read(Memory.Scratchpad, c.A, tile);
    }

    public static void List(WeightStationary pass, in Command c, Chip chip, ref AccessList accesses)
    {
        Fits(c, chip, c.W0!.ElementsPerPosition, pass.Cols);
        ByteOrWord(c, c.W0.Bytes);
        if (pass.Byte >= c.W0.Bytes)
            throw new InputException($"program: instruction {c.Pc}: byte {pass.Byte} of elements of {c.W0.Bytes} byte");
        accesses.Read(Memory.Scratchpad, c.A, c.W0);
        accesses.Write(Memory.Accumulator, c.B, c.W0.Positions);
    }

    public static void List(OutputStationary pass, in Command c, Chip chip, ref AccessList accesses)
    {
        Fits(c, chip, c.W0!.ElementsPerPosition, c.W1!.Run);
        ByteOrWord(c, c.W0.Bytes);
        ByteOrWord(c, c.W1.Bytes);
        Slice(c, Math.Min(pass.XWidth, pass.YWidth), chip.MacBits);
        Slice(c, Math.Max(pass.XWidth, pass.YWidth), 8);
        if ((c.W0.Count1, c.W0.Count2, c.W0.Count3) != (c.W1.Count1, c.W1.Count2, c.W1.Count3) || c.W1.Segments != 1)
            throw new InputException(
                $"program: instruction {c.Pc}: the walks of x and y must have the same three counts, and y one segment");
        accesses.Read(Memory.Scratchpad, c.A, c.W0);
        accesses.Read(Memory.Scratchpad, c.B, c.W1);
        accesses.Write(Memory.Accumulator, c.C, c.W0.ElementsPerPosition);
    }

    public static void Preload(Weights weights, in Command c, MachineState machine)
    {
        short[] shadow = machine.Arrays[weights.Array].Shadow;
        int cols = machine.Chip.Cols, limit = new FixedFormat(weights.Bits).MaxCode;
        var (perRow, perCol) = weights.Transpose ? (weights.Bytes, weights.Pitch) : (weights.Pitch, weights.Bytes);
        bool topSlice = weights.Low + weights.Width >= weights.Bits;
        var array = machine.Arrays[weights.Array];
        if (array.Ready)
            throw new InputException(
                $"program: instruction {c.Pc} preloads a tile, and waits for ever: nothing before it takes the last one");
        if (weights.First) Array.Clear(shadow);
        array.Ready = weights.Last;
        for (int r = 0; r < weights.Rows; r++)
            for (int n = 0; n < weights.Cols; n++)
            {
                long at = c.A + (long)r * perRow + (long)n * perCol;
                int code = weights.Bytes == 1 ? (sbyte)machine.Scratchpad[at] : BitConverter.ToInt16(machine.Scratchpad, (int)at);
                int t = (int)Rounding.Clip(Rounding.NearestEven(code, weights.Shift), limit);
                shadow[(weights.Row + r) * cols + n] = (short)Slice(t, weights.Low, weights.Width, topSlice);
            }
    }

    public static void Run(WeightStationary pass, in Command c, MachineState machine)
    {
        var array = machine.Arrays[pass.Array];
        if (pass.Swap && !array.Ready)
            throw new InputException(
                $"program: instruction {c.Pc} takes a tile, and waits for ever: nothing before it preloads one");
        if (pass.Swap) array.Swap();
        machine.Zeros?.Add(machine.Zeros.RangeOf(c.Pc), ZeroOperands.Of(pass, c, machine));
        var walk = c.W0!;
        if (machine.ArrayModel is { } model)
        {
            Run(pass, c, machine, model);
            return;
        }
        int cols = machine.Chip.Cols, pairs = (walk.ElementsPerPosition + 1) / 2;
        long start = c.A, row = c.B;
        bool accumulate = c.Mode != 0;
        Span<short> x = new short[RowsAtOnce * pairs * 2];
        Span<int> scratch = pass.Cols == cols ? default : new int[RowsAtOnce * cols];
        for (int from = 0; from < walk.Positions; from += RowsAtOnce)
        {
            int rows = Math.Min(RowsAtOnce, walk.Positions - from);
            GatherRows(machine.Scratchpad, start, walk, from, rows, pass.Byte, x, pairs * 2);
            var acc = machine.Accumulator.AsSpan((int)(row + from) * cols, rows * cols);
            if (pass.Cols == cols) { TileKernel.Run(x, rows, pairs, array.Pairs, cols, acc, accumulate, pass.Shift); continue; }
            TileKernel.Run(x, rows, pairs, array.Pairs, cols, scratch, accumulate: false, pass.Shift);
            for (int i = 0; i < rows; i++)
                for (int n = i * cols; n < i * cols + pass.Cols; n++) acc[n] = (accumulate ? acc[n] : 0) + scratch[n];
        }
    }

    public static void Run(OutputStationary pass, in Command c, MachineState machine)
    {
        machine.Zeros?.Add(machine.Zeros.RangeOf(c.Pc), ZeroOperands.Of(pass, c, machine));
        if (machine.ArrayModel is { } model)
        {
            Run(pass, c, machine, model);
            return;
        }
        Walk x = c.W0!, y = c.W1!;
        int cols = machine.Chip.Cols, rows = x.ElementsPerPosition, positions = x.Positions;
        short[] xs = new short[RowsAtOnce * rows], xt = new short[RowsAtOnce * rows];
        short[] ys = new short[RowsAtOnce * y.Run], pairs = new short[RowsAtOnce * cols];
        int[] sums = new int[rows * cols];
        for (int from = 0; from < positions; from += RowsAtOnce)
        {
            int count = Math.Min(RowsAtOnce, positions - from), pairCount = (count + 1) / 2;
            Gather(machine.Scratchpad, c.A, x, from, count, pass.XLow, pass.XWidth, pass.XSigned, xs, rows);
            Gather(machine.Scratchpad, c.B, y, from, count, pass.YLow, pass.YWidth, pass.YSigned, ys, y.Run);
            // The sum runs over positions: they are the kernel's k, so x is transposed and pairs of positions of y are interleaved.
            for (int k = 0; k < rows; k++)
                for (int i = 0; i < pairCount * 2; i++) xt[k * pairCount * 2 + i] = i < count ? xs[i * rows + k] : (short)0;
            for (int i = 0; i < pairCount * 2; i++)
                for (int n = 0; n < y.Run; n++) pairs[(i / 2 * cols + n) * 2 + (i & 1)] = i < count ? ys[i * y.Run + n] : (short)0;
            TileKernel.Run(xt, rows, pairCount, pairs, cols, sums, accumulate: from > 0, shift: 0);
        }
        bool accumulate = c.Mode != 0;
        for (int k = 0; k < rows; k++)
            for (int n = 0; n < y.Run; n++)
            {
                ref int target = ref machine.Accumulator[(c.C + k) * cols + n];
                target = (accumulate ? target : 0) + (sums[k * cols + n] << pass.Shift);
            }
    }

    /// <summary>A weight-stationary pass as it is defined, its products made by a model.</summary>
    private static void Run(WeightStationary pass, in Command c, MachineState machine, IArrayModel model)
    {
        var walk = c.W0!;
        int cols = machine.Chip.Cols, k = walk.ElementsPerPosition, rows = walk.Positions;
        short[] x = new short[rows * k];
        int[] sums = new int[rows * cols];
        GatherRows(machine.Scratchpad, c.A, walk, 0, rows, pass.Byte, x, k);
        model.WeightStationary(pass.Array, pass.Swap, x, rows, k, machine.Arrays[pass.Array].Active, sums);
        Add(machine, c.B, sums, rows, cols, pass.Cols, c.Mode != 0, pass.Shift);
    }

    /// <summary>An output-stationary pass as it is defined, its products made by a model.</summary>
    private static void Run(OutputStationary pass, in Command c, MachineState machine, IArrayModel model)
    {
        Walk x = c.W0!, y = c.W1!;
        int k = x.ElementsPerPosition, n = y.Run, positions = x.Positions;
        short[] xs = new short[positions * k], ys = new short[positions * n];
        int[] sums = new int[k * n];
        Gather(machine.Scratchpad, c.A, x, 0, positions, pass.XLow, pass.XWidth, pass.XSigned, xs, k);
        Gather(machine.Scratchpad, c.B, y, 0, positions, pass.YLow, pass.YWidth, pass.YSigned, ys, n);
        model.OutputStationary(pass.Array, xs, ys, positions, k, n, sums);
        Add(machine, c.C, sums, k, n, n, c.Mode != 0, pass.Shift);
    }

    private static void Add(MachineState machine, long row, int[] sums, int rows, int pitch, int columns, bool accumulate, int shift)
    {
        int cols = machine.Chip.Cols;
        for (int i = 0; i < rows; i++)
            for (int n = 0; n < columns; n++)
            {
                ref int target = ref machine.Accumulator[(row + i) * cols + n];
                target = (accumulate ? target : 0) + (sums[i * pitch + n] << shift);
            }
    }

    /// <summary>Bits low…low+width-1 of a two's complement number.</summary>
    public static int Slice(int value, int low, int width, bool signed)
    {
        int field = value >> low & ((1 << width) - 1);
        return signed ? field << 32 - width >> 32 - width : field;
    }

    /// <summary>Slices of the elements of positions first … first + count - 1, as signed numbers.</summary>
    public static void Gather(
        byte[] memory, long start, Walk walk, int first, int count, int low, int width, bool signed, Span<short> into, int pitch)
    {
        // What lies beyond an element repeats its sign, and is no byte of it.
        if (width == 8 && low % 8 == 0 && low / 8 < walk.Bytes && signed == (low / 8 == walk.Bytes - 1))
        {
            GatherRows(memory, start, walk, first, count, low / 8, into, pitch);
            return;
        }
        for (int i = 0; i < count; i++)
        {
            long at = start + Position(walk, first + i);
            for (int s = 0, k = 0; s < walk.Segments; s++)
                for (int j = 0; j < walk.Run; j++, k++)
                {
                    long element = at + s * walk.SegmentStride + (long)j * walk.Bytes;
                    int value = walk.Bytes == 1 ? (sbyte)memory[element] : BitConverter.ToInt16(memory, (int)element);
                    into[i * pitch + k] = (short)Slice(value, low, width, signed);
                }
        }
    }

    /// <summary>Rows of one byte of each element, sign-extended if it is the element's highest.</summary>
    public static void GatherRows(byte[] memory, long start, Walk walk, int first, int count, int whichByte, Span<short> into, int pitch)
    {
        bool signed = whichByte == walk.Bytes - 1;
        for (int i = 0; i < count; i++)
        {
            long at = start + Position(walk, first + i);
            var row = into.Slice(i * pitch, pitch);
            for (int s = 0; s < walk.Segments; s++)
            {
                int from = (int)(at + s * walk.SegmentStride), k = s * walk.Run;
                if (walk.Bytes == 1) TileKernel.Widen(memory.AsSpan(from, walk.Run), signed, row.Slice(k, walk.Run));
                else
                    for (int j = 0; j < walk.Run; j++)
                        row[k + j] = signed ? (sbyte)memory[from + 2 * j + whichByte] : memory[from + 2 * j + whichByte];
            }
            if (walk.ElementsPerPosition < pitch) row[walk.ElementsPerPosition..].Clear();
        }
    }

    private static long Position(Walk walk, int index)
    {
        int i1 = index % walk.Count1, rest = index / walk.Count1;
        return i1 * walk.Stride1 + rest % walk.Count2 * walk.Stride2 + rest / walk.Count2 * walk.Stride3;
    }

    private static void Fits(in Command c, Chip chip, int rows, int cols)
    {
        if (rows > chip.Rows || cols > chip.Cols)
            throw new InputException(
                $"program: instruction {c.Pc} needs {rows}×{cols} PEs; chip {chip.Name} has {chip.Rows}×{chip.Cols}");
    }

    private static void Slice(in Command c, int width, int most)
    {
        if (width > most)
            throw new InputException(
                $"program: instruction {c.Pc}: a slice of {width} bits; a PE takes 8 bits by macBits, here at most {most}");
    }

    private static void ByteOrWord(in Command c, int bytes)
    {
        if (bytes is not (1 or 2)) throw new InputException($"program: instruction {c.Pc}: operands of {bytes} bytes; 1 or 2 are allowed");
    }
}
