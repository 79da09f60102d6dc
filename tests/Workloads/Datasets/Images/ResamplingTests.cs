using WageSim.Workloads.Datasets.Images;

namespace WageSim.Tests.Workloads.Datasets.Images;

public sealed class ResamplingTests
{
    private static RgbImage Random(int width, int height, int seed)
    {
        byte[] pixels = new byte[width * height * 3];
        new Random(seed).NextBytes(pixels);
        return new(width, height, pixels);
    }

    // The definition, in real numbers, for one line of values.
    private static double[] Define(double[] line, int to)
    {
        double scale = (double)line.Length / to, support = Math.Max(scale, 1);
        return [.. Enumerable.Range(0, to).Select(o =>
        {
            double place = (o + 0.5) * scale;
            double[] weights = [.. line.Select((_, i) => Math.Max(0, 1 - Math.Abs(i + 0.5 - place) / support))];
            return weights.Zip(line, (weight, value) => weight * value).Sum() / weights.Sum();
        })];
    }

    [Theory]
    [InlineData(1, 1), InlineData(1, 7), InlineData(7, 1), InlineData(2, 5), InlineData(5, 2), InlineData(9, 3), InlineData(3, 9)]
    [InlineData(8, 7), InlineData(500, 256), InlineData(255, 256), InlineData(257, 256), InlineData(1000, 3)]
    public void A_line_is_weighed_by_the_triangle_along_both_axes(int from, int to)
    {
        var image = Random(from, 1, from + to);
        var column = new RgbImage(1, from, image.Pixels);
        byte[] wide = Resampling.Resize(image, to, 1).Pixels, high = Resampling.Resize(column, 1, to).Pixels;
        Assert.Equal(wide, high);
        for (int c = 0; c < 3; c++)
        {
            double[] expected = Define([.. Enumerable.Range(0, from).Select(i => (double)image.Pixels[3 * i + c])], to);
            // Half up; where real arithmetic lands on a half, its last bit decides, not the definition.
            for (int o = 0; o < to; o++)
                Assert.InRange(wide[3 * o + c], Math.Floor(expected[o] + 0.5 - 1e-9), Math.Floor(expected[o] + 0.5 + 1e-9));
        }
    }

    [Fact]
    public void Rows_come_before_columns()
    {
        var image = Random(13, 9, 4);
        var both = Resampling.Resize(image, 5, 20);
        Assert.Equal((5, 20), (both.Width, both.Height));
        Assert.Equal(Resampling.Resize(Resampling.Resize(image, 5, 9), 5, 20).Pixels, both.Pixels);
    }

    [Fact]
    public void The_same_size_changes_nothing_and_one_colour_stays_one()
    {
        var image = Random(6, 5, 1);
        Assert.Equal(image.Pixels, Resampling.Resize(image, 6, 5).Pixels);
        var plain = new RgbImage(31, 17, [.. Enumerable.Repeat((byte)201, 31 * 17 * 3)]);
        Assert.All(Resampling.Resize(plain, 64, 8).Pixels, pixel => Assert.Equal(201, pixel));
        var large = new RgbImage(65535, 1, [.. Enumerable.Repeat((byte)255, 65535 * 3)]);
        Assert.All(Resampling.Resize(large, 1, 1).Pixels, pixel => Assert.Equal(255, pixel));
    }
}
