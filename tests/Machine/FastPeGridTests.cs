using WageSim.Machine;

namespace WageSim.Tests.Machine;

/// <summary>The fast grid against the grid it is the twin of, in every width of vectors that the host has.</summary>
public sealed class FastPeGridTests
{
    public static TheoryData<int> Widths => [.. FastPeGrid.Widths];

    [Theory, MemberData(nameof(Widths))]
    public void Random_weight_stationary_folds_agree_in_values_cycles_and_counts(int width)
    {
        for (int seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            int rows = random.Next(1, 41), cols = random.Next(1, 41);
            var folds = Enumerable.Range(0, random.Next(1, 6)).Select(_ => RandomFold(
                random, random.Next(1, rows + 1), random.Next(1, cols + 1), Length(random), transposed: random.Next(2) == 0)).ToList();
            Same(new PeGrid(rows, cols).WeightStationary(folds), new FastPeGrid(rows, cols, width).WeightStationary(folds));
        }
    }

    [Theory, MemberData(nameof(Widths))]
    public void Random_output_stationary_folds_agree_in_values_cycles_and_counts(int width)
    {
        for (int seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            int rows = random.Next(1, 41), cols = random.Next(1, 41);
            var folds = Enumerable.Range(0, random.Next(1, 6)).Select(_ => RandomOutputFold(
                random, random.Next(1, rows + 1), random.Next(1, cols + 1), Length(random))).ToList();
            Same(new PeGrid(rows, cols).OutputStationary(folds), new FastPeGrid(rows, cols, width).OutputStationary(folds));
        }
    }

    [Theory]
    [InlineData(256, 3)]
    [InlineData(3, 256)]
    [InlineData(129, 65)]
    public void Tall_and_wide_arrays_agree(int rows, int cols)
    {
        var random = new Random(rows);
        foreach (bool transposed in (bool[])[false, true])
        {
            Fold[] folds = [RandomFold(random, rows, cols, 5, transposed), RandomFold(random, rows - 1, cols - 1, 1, transposed)];
            Same(new PeGrid(rows, cols).WeightStationary(folds), new FastPeGrid(rows, cols).WeightStationary(folds));
        }
        OutputFold[] outputs = [RandomOutputFold(random, rows, cols, 5), RandomOutputFold(random, rows - 1, cols - 1, 1)];
        Same(new PeGrid(rows, cols).OutputStationary(outputs), new FastPeGrid(rows, cols).OutputStationary(outputs));
    }

    [Theory, MemberData(nameof(Widths))]
    public void All_PEs_of_the_largest_array_are_counted(int width)
    {
        var result = new FastPeGrid(256, 256, width).WeightStationary([RandomFold(new(1), 256, 256, 2)]);
        Assert.Equal((2 * 256 + 256, 2 * 256 * 256, 256 * 256), (result.Cycles, result.Macs, result.WeightLoads));
    }

    [Theory, MemberData(nameof(Widths))]
    public void Sums_wrap_in_32_bits(int width)
    {
        const int Positions = 70_000; // 255 · 127 · 70000 > 2^31
        int[,] x = new int[Positions, 1], y = new int[Positions, 1];
        for (int t = 0; t < Positions; t++) (x[t, 0], y[t, 0]) = (255, 127);
        var result = new FastPeGrid(1, 1, width).OutputStationary([new(x, y)]);
        Assert.Equal(255L * 127 * Positions - (1L << 32), result.Folds[0].Outputs[0, 0]);
    }

    [Fact]
    public void No_folds_take_no_cycles()
    {
        Assert.Equal(0, new FastPeGrid(2, 2).WeightStationary([]).Cycles);
        Assert.Equal(0, new FastPeGrid(2, 2).OutputStationary([]).Cycles);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new FastPeGrid(2, 2).WeightStationary([new(new int[2, 3], new int[4, 2])]));
        Assert.Throws<ArgumentException>(() => new FastPeGrid(2, 2).OutputStationary([new(new[,] { { 256 } }, new[,] { { 1 } })]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FastPeGrid(2, 2, width: 3).WeightStationary([]));
    }

    private static void Same(PeGridResult expected, PeGridResult actual)
    {
        Assert.Equal((expected.Cycles, expected.Macs, expected.WeightLoads), (actual.Cycles, actual.Macs, actual.WeightLoads));
        foreach (var (one, other) in expected.Folds.Zip(actual.Folds))
        {
            Assert.Equal(one.Start, other.Start);
            Assert.Equal(one.Written, other.Written);
            Assert.Equal(one.Outputs, other.Outputs);
        }
    }

    // Often shorter than the array is tall, so that tiles follow one another closely.
    private static int Length(Random random) => random.Next(1, random.Next(2) == 0 ? 4 : 60);

    private static Fold RandomFold(Random random, int kt, int nc, int length, bool transposed = false) =>
        new(Values(random, kt, nc, 127), Values(random, length, kt, 255), transposed);

    private static OutputFold RandomOutputFold(Random random, int kt, int nc, int length) =>
        new(Values(random, length, kt, 255), Values(random, length, nc, 127));

    // The limits often: that is where signs go wrong.
    private static int[,] Values(Random random, int height, int width, int high)
    {
        int[,] values = new int[height, width];
        for (int i = 0; i < height; i++)
            for (int j = 0; j < width; j++) values[i, j] = random.Next(5) switch { 0 => -128, 1 => high, _ => random.Next(-128, high + 1) };
        return values;
    }
}
