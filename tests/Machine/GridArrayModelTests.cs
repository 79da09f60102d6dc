using WageSim.Machine;

namespace WageSim.Tests.Machine;

/// <summary>The grid as the machine's arrays: the products of passes that follow one another in any order.</summary>
public sealed class GridArrayModelTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 4)]
    [InlineData(5, 20)]
    [InlineData(20, 5)]
    [InlineData(17, 33)]
    public void Passes_of_both_kinds_in_any_order_give_the_products(int rows, int cols)
    {
        var random = new Random(rows);
        var model = new GridArrayModel(2, rows, cols);
        short[][] tiles = [Values(random, rows * cols, 128), Values(random, rows * cols, 128)];
        bool[] taken = [false, false];
        long cycles = 0;
        for (int pass = 0; pass < 60; pass++)
        {
            int array = random.Next(2), length = random.Next(1, 3 * rows), k = random.Next(1, rows + 1);
            short[] x = Values(random, length * k, 256);
            if (random.Next(2) == 0)
            {
                bool swap = !taken[array] || random.Next(2) == 0;
                if (swap) tiles[array] = Values(random, rows * cols, 128);
                taken[array] = true;
                int[] sums = new int[length * cols];
                model.WeightStationary(array, swap, x, length, k, tiles[array], sums);
                Assert.Equal(WeightStationary(x, length, k, tiles[array], cols), sums);
                cycles += (swap ? rows : 0) + length + rows + cols - 2;
            }
            else
            {
                int n = random.Next(1, cols + 1);
                short[] y = Values(random, length * n, 256);
                int[] sums = new int[k * n];
                model.OutputStationary(array, x, y, length, k, n, sums);
                Assert.Equal(OutputStationary(x, y, length, k, n), sums);
                cycles += length + k + cols - 2;
            }
        }
        Assert.Equal((cycles, cycles * rows * cols), (model.Cycles, model.PeUpdates));
    }

    [Fact]
    public void A_tile_that_is_not_the_one_in_the_PEs_is_noticed()
    {
        var model = new GridArrayModel(1, 2, 2);
        int[] sums = new int[2];
        model.WeightStationary(0, swap: true, [1, 1], 1, 2, [1, 2, 3, 4], sums);
        Assert.Equal([4, 6], sums);
        var error = Assert.Throws<InvalidOperationException>(
            () => model.WeightStationary(0, swap: false, [1, 1], 1, 2, [1, 2, 3, 5], sums));
        Assert.Equal("PE (1, 1) holds weight 4, the machine's tile 5", error.Message);
    }

    private static short[] Values(Random random, int count, int end) =>
        [.. Enumerable.Range(0, count).Select(_ => (short)random.Next(-128, end))];

    private static int[] WeightStationary(short[] x, int length, int k, short[] tile, int cols)
    {
        int[] sums = new int[length * cols];
        for (int t = 0; t < length; t++)
            for (int i = 0; i < k; i++)
                for (int c = 0; c < cols; c++) sums[t * cols + c] += x[t * k + i] * tile[i * cols + c];
        return sums;
    }

    private static int[] OutputStationary(short[] x, short[] y, int length, int k, int n)
    {
        int[] sums = new int[k * n];
        for (int t = 0; t < length; t++)
            for (int i = 0; i < k; i++)
                for (int c = 0; c < n; c++) sums[i * n + c] += x[t * k + i] * y[t * n + c];
        return sums;
    }
}
