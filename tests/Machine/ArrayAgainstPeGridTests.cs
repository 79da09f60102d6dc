using System.Text;
using WageSim.Isa;
using WageSim.Machine;
using WageSim.Models.Costs;
using WageSim.Tests.Support;
using static WageSim.Tests.Support.Lines;

namespace WageSim.Tests.Machine;

/// <summary>The machine's array does what the PE grid does, in the same cycles, where every operand row is a port word in a bank of its
/// own.</summary>
public sealed class ArrayAgainstPeGridTests
{
    private const int Word = 32, BankBytes = 16 * 1024, WeightBank = 0, XBank = BankBytes, YBank = 2 * BankBytes, IdleBank = 3 * BankBytes;
    private const int X = 1, Y = 2, Long = 3, Accumulate = 31;

    // Grid values run from -128 to 255; codes of one byte are clipped to ±127 (symmetric weights), so -128 needs the upper slice of a word.
    private sealed record Style(bool WideWeights, bool UnsignedX, bool Accumulates);

    [Fact]
    public void Random_weight_stationary_folds_agree_in_sums_cycles_and_activity()
    {
        for (int seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            int rows = random.Next(1, 13), cols = random.Next(1, 13);
            var styles = Enumerable.Range(0, random.Next(1, 7)).Select(_ =>
                new Style(random.Next(2) == 0, random.Next(2) == 0, random.Next(3) == 0)).ToList();
            var folds = styles.Select(style => RandomFold(random, rows, cols, style)).ToList();
            var grid = new PeGrid(rows, cols).WeightStationary(folds);

            var text = Gate();
            var memory = new List<Action<MachineState>>();
            int line = 0, at = 0;
            foreach (var (fold, style) in folds.Zip(styles))
            {
                int kt = fold.Weights.GetLength(0), nc = fold.Weights.GetLength(1), length = fold.Rows.GetLength(0);
                int codes = WeightBank + line * Word, x = XBank + at * Word;
                var weights = fold.Transposed ? Transpose(fold.Weights) : fold.Weights;
                memory.Add(m => Put(m, codes, weights, style.WideWeights ? 2 : 1, high: style.WideWeights, seed));
                memory.Add(m => Put(m, x, fold.Rows, style.UnsignedX ? 2 : 1, high: false, seed));
                text.Append(Weights(codes, kt, nc, Word, bytes: style.WideWeights ? 2 : 1, bits: style.WideWeights ? 16 : 8,
                    low: style.WideWeights ? 8 : 0, transpose: fold.Transposed));
                text.Append(Walk(X, kt, style.UnsignedX ? 2 : 1, length, Word));
                text.Append(Ws(x, X, acc: at, cols: nc, mode: style.Accumulates ? Accumulate : 0, swap: true));
                (line, at) = (line + weights.GetLength(0), at + length);
            }
            var run = Run(rows, cols, text, memory);

            Same(run, grid, run.All("weights")[0].Start, run.All("ws"), [.. styles.Select(style => style.Accumulates)], cols);
            Assert.Equal((grid.Macs, grid.WeightLoads), (run.Result.Macs, run.Result.Activity[Activity.WeightPreload]));
        }
    }

    [Fact]
    public void Random_output_stationary_folds_agree_in_sums_cycles_and_activity()
    {
        for (int seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            int rows = random.Next(1, 13), cols = random.Next(1, 13);
            var styles = Enumerable.Range(0, random.Next(1, 7)).Select(_ =>
                new Style(false, random.Next(2) == 0, random.Next(3) == 0)).ToList();
            var folds = styles.Select(style => RandomOutputFold(random, rows, cols, style)).ToList();
            var grid = new PeGrid(rows, cols).OutputStationary(folds);

            var text = Gate();
            var memory = new List<Action<MachineState>>();
            int position = 0, row = 0;
            foreach (var (fold, style) in folds.Zip(styles))
            {
                int length = fold.X.GetLength(0), kt = fold.X.GetLength(1), nc = fold.Y.GetLength(1), x = XBank + position * Word,
                    y = YBank + position * Word;
                memory.Add(m => Put(m, x, fold.X, style.UnsignedX ? 2 : 1, high: false, seed));
                memory.Add(m => Put(m, y, fold.Y, 1, high: false, seed));
                text.Append(Walk(X, kt, style.UnsignedX ? 2 : 1, length, Word) + Walk(Y, nc, 1, length, Word));
                text.Append(Os(x, X, y, Y, row, mode: style.Accumulates ? Accumulate : 0, xSigned: !style.UnsignedX));
                (position, row) = (position + length, row + kt);
            }
            var run = Run(rows, cols, text, memory);

            Same(run, grid, run.All("os")[0].Start, run.All("os"), [.. styles.Select(style => style.Accumulates)], cols);
            Assert.Equal((grid.Macs, 0), (run.Result.Macs, run.Result.Activity[Activity.WeightPreload]));
        }
    }

    /// <summary>A long fill, whose token lets the array start only when all its commands are in the queue: the grid has no
    /// sequencer.</summary>
    private static StringBuilder Gate() =>
        new(Set(Accumulate, 1) + Walk(Long, BankBytes) + Fill(IdleBank, Long) + Signal(Lines.Load, 0) + Wait(Array0, 0));

    private static RigRun Run(int rows, int cols, StringBuilder text, List<Action<MachineState>> memory)
    {
        var rig = Rig.With(rows: rows, cols: cols, banks: 4, bankKiB: BankBytes / 1024, portBits: Word * 8, accumulatorKiB: 16,
            accumulatorPortBits: 512, queueDepth: 64, pageBytes: 1024);
        var run = rig.Run(text.Append(Halt()).ToString(), machine =>
        {
            for (int i = 0; i < machine.Accumulator.Length; i++) machine.Accumulator[i] = Prior(i);
            foreach (var put in memory) put(machine);
        });
        Assert.True(run.Only("fill").Finish > run.Timeline.Max(entry => entry.Issue));
        return run;
    }

    private static void Same(RigRun run, PeGridResult grid, long zero, TimelineEntry[] passes, bool[] accumulates, int cols)
    {
        Assert.Equal(grid.Folds.Count, passes.Length);
        int row = 0;
        for (int n = 0; n < passes.Length; n++)
        {
            var fold = grid.Folds[n];
            Assert.Equal(fold.Start.Value, passes[n].Start - zero);
            // Finish is the first cycle in which the sums can be used: the one after the last row is written.
            Assert.Equal(fold.Written[^1].Value + 1, passes[n].Finish - zero);
            for (int i = 0; i < fold.Outputs.GetLength(0); i++, row++)
                for (int c = 0; c < cols; c++)
                {
                    int prior = Prior(row * cols + c);
                    int expected = c < fold.Outputs.GetLength(1) ? fold.Outputs[i, c] + (accumulates[n] ? prior : 0) : prior;
                    Assert.Equal(expected, run.Machine!.Accumulator[row * cols + c]);
                }
        }
        Assert.Equal(grid.Cycles, passes[^1].Finish - zero);
        Assert.Equal((grid.Macs, grid.Macs), (run.Result.PeProducts, run.Result.Activity[Activity.MacPass8]));
    }

    private static int Prior(int i) => i * 7919 - 1_000_000;

    private static Fold RandomFold(Random random, int rows, int cols, Style style)
    {
        int kt = random.Next(1, rows + 1), nc = random.Next(1, cols + 1), length = random.Next(1, 41);
        return new(Values(random, kt, nc, style.WideWeights ? -128 : -127, 127), Moving(random, length, kt, style),
            Transposed: random.Next(3) == 0);
    }

    private static OutputFold RandomOutputFold(Random random, int rows, int cols, Style style)
    {
        int length = random.Next(1, 41);
        return new(Moving(random, length, random.Next(1, rows + 1), style), Values(random, length, random.Next(1, cols + 1), -128, 127));
    }

    private static int[,] Moving(Random random, int length, int kt, Style style) =>
        style.UnsignedX ? Values(random, length, kt, 0, 255) : Values(random, length, kt, -128, 127);

    // The limits often: that is where signs go wrong.
    private static int[,] Values(Random random, int height, int width, int low, int high)
    {
        int[,] values = new int[height, width];
        for (int i = 0; i < height; i++)
            for (int j = 0; j < width; j++) values[i, j] = random.Next(5) switch { 0 => low, 1 => high, _ => random.Next(low, high + 1) };
        return values;
    }

    private static int[,] Transpose(int[,] values)
    {
        int[,] result = new int[values.GetLength(1), values.GetLength(0)];
        for (int i = 0; i < result.GetLength(0); i++)
            for (int j = 0; j < result.GetLength(1); j++) result[i, j] = values[j, i];
        return result;
    }

    /// <summary>A row a port word; elements of two bytes have the value in one of them and anything in the other.</summary>
    private static void Put(MachineState machine, int at, int[,] values, int bytes, bool high, int seed)
    {
        var noise = new Random(seed);
        for (int i = 0; i < values.GetLength(0); i++)
            for (int j = 0; j < values.GetLength(1); j++)
            {
                int element = at + i * Word + j * bytes;
                if (bytes == 2) machine.Scratchpad[element + (high ? 0 : 1)] = (byte)noise.Next(256);
                machine.Scratchpad[element + (high ? 1 : 0)] = (byte)values[i, j];
            }
    }
}
