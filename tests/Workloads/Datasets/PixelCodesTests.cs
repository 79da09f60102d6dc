using WageSim.Workloads.Datasets;

namespace WageSim.Tests.Workloads.Datasets;

public sealed class PixelCodesTests
{
    private static readonly byte[] everyPixel = [.. Enumerable.Range(0, 256).Select(v => (byte)v)];

    public static TheoryData<string> Known => [.. DataSets.Known.Select(known => known.Form.Split(':')[0])];

    [Fact]
    public void WAGE_s_codes_are_the_quantised_real_values()
    {
        sbyte[] codes = new sbyte[256];
        PixelCodes.SignedUnit.Encode(everyPixel, codes);
        for (int v = 0; v < 256; v++)
        {
            // Q(C(x, 8), 8): clip at ±127/128, round half to even in steps of 1/128
            double clipped = Math.Clamp(v / 127.5 - 1, -127.0 / 128, 127.0 / 128);
            Assert.Equal(Math.Round(clipped * 128, MidpointRounding.ToEven), codes[v]);
        }
        Assert.Equal((-127, -127, -1, 1, 127, 127), (codes[0], codes[1], codes[127], codes[128], codes[254], codes[255]));
        Assert.Equal((-7, 1), (PixelCodes.SignedUnit.Exponent, PixelCodes.SignedUnit.Channels));
    }

    [Fact]
    public void The_table_of_cifar_10_is_that_of_its_means_and_deviations()
    {
        var table = PixelCodes.Normalised(PixelStatistics.Cifar10);
        Assert.Equal((-5, 3), (table.Exponent, table.Channels));
        sbyte[] codes = new sbyte[9];
        table.Encode([0, 0, 0, 128, 128, 128, 255, 255, 255], codes);
        // 32 · (v / 255 - mean) / deviation: -63.65, 1.37, 65.88; -63.37, 2.60, 68.06; -54.62, 6.78, 67.71.
        Assert.Equal(new sbyte[] { -64, -63, -55, 1, 3, 7, 66, 68, 68 }, codes);
    }

    // White: 32 · 0.8693 / 0.3081 = 90.29, 64 · 0.6934 / 0.3773 = 117.62, 32 · 0.7140 / 0.3530 = 64.73; black: 32 · -0.4242 = -13.57, ….
    [Theory]
    [InlineData("mnist", -5, -14, 90)]
    [InlineData("digits", -6, -52, 118)]
    [InlineData("fashion-mnist", -5, -26, 65)]
    [InlineData("idx", -7, -128, 127)]
    public void Grey_sets_are_normalised_by_their_own_statistics(string name, int exponent, int black, int white)
    {
        var table = PixelCodes.Normalised(Statistics(name));
        Assert.Equal((exponent, 1, black, white), (table.Exponent, table.Channels, (int)table[0, 0], (int)table[0, 255]));
    }

    // SVHN: 32 · (1 - 0.4377) / 0.1980 = 90.88, 32 · 0.4728 / 0.1970 = 76.80.
    // Photographs: 32 · (1 - 0.406) / 0.225 = 84.48, 32 · 0.485 / 0.229 = 67.77.
    [Theory]
    [InlineData("svhn", -5, new[] { -71, -71, -77 }, new[] { 91, 89, 86 })]
    [InlineData("imagenet", -5, new[] { -68, -65, -58 }, new[] { 72, 78, 84 })]
    public void Coloured_sets_are_normalised_channel_by_channel(string name, int exponent, int[] black, int[] white)
    {
        var table = PixelCodes.Normalised(Statistics(name));
        Assert.Equal((exponent, 3), (table.Exponent, table.Channels));
        Assert.Equal(black, Enumerable.Range(0, 3).Select(channel => (int)table[channel, 0]));
        Assert.Equal(white, Enumerable.Range(0, 3).Select(channel => (int)table[channel, 255]));
    }

    [Theory, MemberData(nameof(Known))]
    public void Every_set_s_codes_are_its_normalised_pixels_rounded(string name)
    {
        var (means, deviations) = Statistics(name);
        var table = PixelCodes.Normalised(Statistics(name));
        double unit = Math.ScaleB(1, table.Exponent), largest = 0;
        for (int channel = 0; channel < means.Count; channel++)
        {
            foreach (byte pixel in everyPixel)
            {
                double value = (pixel / 255.0 - (double)means[channel]) / (double)deviations[channel];
                largest = Math.Max(largest, Math.Abs(value));
                Assert.Equal(Math.Clamp(Math.Round(value / unit), -128, 127), table[channel, pixel]);
            }
        }
        // The exponent is the least in which the largest magnitude takes seven bits.
        Assert.InRange(largest / unit, 64 + 1e-9, 128 + 1e-9);
    }

    [Theory]
    [InlineData("0", "1", -7, 0, 127)]
    [InlineData("0.5", "1", -8, -128, 127)]
    [InlineData("0", "0.25", -5, 0, 127)]
    [InlineData("0.25", "0.5", -6, -32, 96)]
    public void A_table_takes_its_exponent_from_its_largest_magnitude(string mean, string deviation, int exponent, int black, int white)
    {
        var table = PixelCodes.Normalised(new([decimal.Parse(mean)], [decimal.Parse(deviation)]));
        Assert.Equal((exponent, black, white), (table.Exponent, (int)table[0, 0], (int)table[0, 255]));
    }

    [Fact]
    public void Codes_are_those_of_the_table_channel_by_channel()
    {
        var random = new Random(5);
        byte[] pixels = new byte[3 * 85];
        random.NextBytes(pixels);
        foreach (var table in (PixelCodes[])[PixelCodes.SignedUnit, PixelCodes.Normalised(PixelStatistics.Svhn)])
        {
            sbyte[] codes = new sbyte[pixels.Length];
            table.Encode(pixels, codes);
            for (int i = 0; i < pixels.Length; i++) Assert.Equal(table[i % 3, pixels[i]], codes[i]);
        }
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => PixelCodes.SignedUnit.Encode(everyPixel, new sbyte[255]));
        Assert.Throws<ArgumentException>(() => PixelCodes.Normalised(PixelStatistics.Cifar10).Encode(everyPixel, new sbyte[256]));
        Assert.Throws<ArgumentException>(() => PixelCodes.Normalised(new([], [])));
        Assert.Throws<ArgumentException>(() => PixelCodes.Normalised(new([0.5m, 0.5m], [1])));
        Assert.Throws<ArgumentException>(() => PixelCodes.Normalised(new([0.5m], [0])));
    }

    private static PixelStatistics Statistics(string name) => DataSets.Statistics(name) ?? PixelStatistics.Unknown(1);
}
