using WageSim.Machine;

namespace WageSim.Tests.Machine;

/// <summary>The array's timing against the closed forms the field trusts, and its values against three loops.</summary>
public sealed class PeGridTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(4, 4, 9)]
    [InlineData(8, 3, 5)]
    [InlineData(3, 8, 2)]
    [InlineData(16, 16, 64)]
    [InlineData(32, 32, 7)]
    public void A_cold_weight_stationary_fold_takes_2R_C_T_minus_2(int rows, int cols, int length)
    {
        var result = new PeGrid(rows, cols).WeightStationary([RandomFold(new(1), rows, cols, length)]);
        Assert.Equal(2 * rows + cols + length - 2, result.Cycles);
        Assert.Equal(new Cycle(rows), result.Folds[0].Start);
        Assert.Equal(((long)rows * cols * length, (long)rows * cols), (result.Macs, result.WeightLoads));
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(4, 4, 9)]
    [InlineData(8, 3, 5)]
    [InlineData(3, 8, 2)]
    [InlineData(16, 16, 64)]
    [InlineData(32, 32, 7)]
    public void An_output_stationary_fold_takes_K_R_C_minus_2(int rows, int cols, int length)
    {
        var result = new PeGrid(rows, cols).OutputStationary([RandomOutputFold(new(1), rows, cols, length)]);
        Assert.Equal(length + rows + cols - 2, result.Cycles);
        Assert.Equal(((long)rows * cols * length, 0), (result.Macs, result.WeightLoads));
    }

    [Theory]
    [InlineData(4, 4, 1)]
    [InlineData(4, 6, 3)]
    [InlineData(6, 4, 6)]
    [InlineData(8, 8, 8)]
    [InlineData(5, 9, 17)]
    [InlineData(16, 8, 40)]
    public void Back_to_back_weight_stationary_folds_take_the_longer_of_T_and_R(int rows, int cols, int length)
    {
        const int Folds = 6;
        var random = new Random(2);
        var folds = Enumerable.Range(0, Folds).Select(_ => RandomFold(random, rows, cols, length)).ToList();
        var result = new PeGrid(rows, cols).WeightStationary(folds);
        for (int n = 1; n < Folds; n++) Assert.Equal(Math.Max(length, rows), result.Folds[n].Start - result.Folds[n - 1].Start);
        Assert.Equal(2 * rows + cols + length - 2 + (Folds - 1) * Math.Max(length, rows), result.Cycles);
        foreach (var (fold, sums) in folds.Zip(result.Folds)) Assert.Equal(Product(fold), sums.Outputs);
    }

    [Fact]
    public void A_two_by_two_fold_cycle_by_cycle()
    {
        // Weights in cycles 0 and 1, rows at the edge in 2 and 3. PE(r, c) multiplies row t in 2 + t + r + c; column 1's sum of row 0
        // leaves PE(1, 1) in cycle 4, column 0's came in 3 and waited one register. Last row: cycle 5, so six cycles.
        var result = new PeGrid(2, 2).WeightStationary([new(new[,] { { 1, 2 }, { 3, 4 } }, new[,] { { 10, 100 }, { 255, -128 } })]);
        Assert.Equal(new[,] { { 310, 420 }, { -129, -2 } }, result.Folds[0].Outputs);
        Assert.Equal([new Cycle(4), new Cycle(5)], result.Folds[0].Written);
        Assert.Equal((6, 8, 4), (result.Cycles, result.Macs, result.WeightLoads));
    }

    [Fact]
    public void Random_weight_stationary_folds_give_the_product_in_the_documented_cycles()
    {
        for (int seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            int rows = random.Next(1, 10), cols = random.Next(1, 10);
            var folds = Enumerable.Range(0, random.Next(1, 6)).Select(_ =>
                RandomFold(random, random.Next(1, rows + 1), random.Next(1, cols + 1), random.Next(1, 20), random.Next(2) == 0)).ToList();
            var result = new PeGrid(rows, cols).WeightStationary(folds);

            long macs = 0, loads = 0, start = 0, previousLength = 0;
            foreach (var (fold, sums) in folds.Zip(result.Folds))
            {
                int length = fold.Rows.GetLength(0), kt = fold.Weights.GetLength(0), nc = fold.Weights.GetLength(1);
                start += Math.Max(previousLength, fold.Transposed ? nc : kt);
                Assert.Equal(new Cycle(start), sums.Start);
                for (int t = 0; t < length; t++) Assert.Equal(start + t + rows + cols - 2, sums.Written[t].Value);
                Assert.Equal(Product(fold), sums.Outputs);
                (macs, loads, previousLength) = (macs + (long)length * kt * nc, loads + kt * nc, length);
            }
            Assert.Equal((macs, loads, start + previousLength + rows + cols - 2), (result.Macs, result.WeightLoads, result.Cycles));
        }
    }

    [Fact]
    public void Random_output_stationary_folds_give_the_product_in_the_documented_cycles()
    {
        for (int seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            int rows = random.Next(1, 10), cols = random.Next(1, 10);
            var folds = Enumerable.Range(0, random.Next(1, 6)).Select(_ =>
                RandomOutputFold(random, random.Next(1, rows + 1), random.Next(1, cols + 1), random.Next(1, 20))).ToList();
            var result = new PeGrid(rows, cols).OutputStationary(folds);

            long macs = 0, last = -1, drained = -1;
            foreach (var (fold, sums) in folds.Zip(result.Folds))
            {
                int length = fold.X.GetLength(0), kt = fold.X.GetLength(1), nc = fold.Y.GetLength(1);
                long start = Math.Max(last + 1, drained + 1 - (length - 1));
                Assert.Equal(new Cycle(start), sums.Start);
                last = start + length - 1;
                drained = last + kt - 1;
                for (int r = 0; r < kt; r++) Assert.Equal(last + r + cols - 1, sums.Written[r].Value);
                Assert.Equal(Product(fold), sums.Outputs);
                macs += (long)length * kt * nc;
            }
            Assert.Equal((macs, 0, drained + cols), (result.Macs, result.WeightLoads, result.Cycles));
        }
    }

    [Fact]
    public void A_smaller_tile_leaves_nothing_of_the_larger_one_before_it()
    {
        var random = new Random(3);
        foreach (bool transposed in (bool[])[false, true])
        {
            Fold large = RandomFold(random, 5, 5, 4), small = RandomFold(random, 2, 3, 4, transposed);
            var result = new PeGrid(5, 5).WeightStationary([large, small]);
            Assert.Equal(Product(small), result.Folds[1].Outputs);
            Assert.Equal(4 * (25 + 6), result.Macs);
        }
    }

    [Fact]
    public void Sums_wrap_in_32_bits()
    {
        const int Positions = 70_000; // 255 · 127 · 70000 > 2^31
        int[,] x = new int[Positions, 1], y = new int[Positions, 1];
        for (int t = 0; t < Positions; t++) (x[t, 0], y[t, 0]) = (255, 127);
        var result = new PeGrid(1, 1).OutputStationary([new(x, y)]);
        Assert.Equal(255L * 127 * Positions - (1L << 32), result.Folds[0].Outputs[0, 0]);
    }

    [Fact]
    public void No_folds_take_no_cycles()
    {
        Assert.Equal(0, new PeGrid(2, 2).WeightStationary([]).Cycles);
        Assert.Equal(0, new PeGrid(2, 2).OutputStationary([]).Cycles);
    }

    [Fact]
    public void Folds_that_do_not_fit_are_refused()
    {
        var grid = new PeGrid(2, 2);
        Assert.Throws<ArgumentException>(() => grid.WeightStationary([new(new int[3, 2], new int[4, 3])]));
        Assert.Throws<ArgumentException>(() => grid.WeightStationary([new(new int[2, 3], new int[4, 2])]));
        Assert.Throws<ArgumentException>(() => grid.WeightStationary([new(new int[2, 2], new int[4, 1])]));
        Assert.Throws<ArgumentException>(() => grid.WeightStationary([new(new[,] { { 128 } }, new[,] { { 1 } })]));
        Assert.Throws<ArgumentException>(() => grid.OutputStationary([new(new[,] { { 256 } }, new[,] { { 1 } })]));
        Assert.Throws<ArgumentException>(() => grid.OutputStationary([new(new int[0, 1], new int[0, 1])]));
    }

    private static Fold RandomFold(Random random, int kt, int nc, int length, bool transposed = false) =>
        new(Values(random, kt, nc, 128), Values(random, length, kt, 256), transposed);

    private static OutputFold RandomOutputFold(Random random, int kt, int nc, int length) =>
        new(Values(random, length, kt, 256), Values(random, length, nc, 128));

    private static int[,] Values(Random random, int height, int width, int end)
    {
        int[,] values = new int[height, width];
        for (int i = 0; i < height; i++)
            for (int j = 0; j < width; j++) values[i, j] = random.Next(-128, end);
        return values;
    }

    private static int[,] Product(Fold fold)
    {
        int[,] sums = new int[fold.Rows.GetLength(0), fold.Weights.GetLength(1)];
        for (int t = 0; t < sums.GetLength(0); t++)
            for (int c = 0; c < sums.GetLength(1); c++)
                for (int k = 0; k < fold.Weights.GetLength(0); k++) sums[t, c] += fold.Rows[t, k] * fold.Weights[k, c];
        return sums;
    }

    private static int[,] Product(OutputFold fold)
    {
        int[,] sums = new int[fold.X.GetLength(1), fold.Y.GetLength(1)];
        for (int t = 0; t < fold.X.GetLength(0); t++)
            for (int r = 0; r < sums.GetLength(0); r++)
                for (int c = 0; c < sums.GetLength(1); c++) sums[r, c] += fold.X[t, r] * fold.Y[t, c];
        return sums;
    }
}
