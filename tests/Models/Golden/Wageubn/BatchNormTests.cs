using WageSim.Models.Golden.Wageubn;

namespace WageSim.Tests.Models.Golden.Wageubn;

public sealed class BatchNormTests
{
    // Sixteen values are the fewest that have deviations of exactly half a code; these go to the even one.
    [Fact]
    public void Deviations_are_rounded_half_to_even()
    {
        var random = new Random(1);
        int halves = 0;
        for (int i = 0; i < 20_000; i++)
        {
            long[] values = [.. Enumerable.Range(0, 16).Select(_ => (long)random.Next(-2, 3))];
            var made = ChannelStatistics.Of(values);
            Assert.Equal(NaiveRounding.Statistics(values), (made.Mean, made.Deviation));
            // The deviation is 2 · √spread / 16.
            double eighths = Math.Sqrt(16 * values.Sum(v => v * v) - values.Sum() * values.Sum());
            if (eighths % 8 != 4) continue;
            Assert.Equal(0, made.Deviation % 2);
            halves++;
        }
        Assert.True(halves > 100, $"{halves} halves");
    }

    [Theory]
    [InlineData(1, 8388607)]
    [InlineData(2, 8388607)]
    [InlineData(3, 1)]
    [InlineData(1000, 8388607)]
    [InlineData(777, 300)]
    [InlineData(50_000, 8388607)]
    public void Statistics_are_those_of_the_definition(int count, int largest)
    {
        var random = new Random(count);
        for (int round = 0; round < 5; round++)
        {
            // The last round has the ends only, the largest deviation there is.
            long[] values = [.. Enumerable.Range(0, count).Select(i =>
                round == 4 ? i % 2 == 0 ? largest : -(long)largest : random.Next(-largest, largest + 1))];
            var made = ChannelStatistics.Of(values);
            Assert.Equal(NaiveRounding.Statistics(values), (made.Mean, made.Deviation));
            double mean = values.Average(), deviation = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
            Assert.InRange(made.Mean - 2 * mean, -0.501, 0.501);
            Assert.InRange(made.Deviation - 2 * deviation, -0.501, 0.501);
        }
    }

    [Fact]
    public void Errors_of_the_stream_are_the_formula_in_real_numbers()
    {
        const int Channels = 5, Count = 64;
        var random = new Random(4);
        int[] gammas = [1 << 23, -(3 << 22), 0, 1 << 26, 5 << 16], betas = [0, 1 << 22, 7, -(1 << 20), 0];
        for (int round = 0; round < 20; round++)
        {
            long[] stream = [.. Enumerable.Range(0, Count * Channels).Select(i => (long)random.Next(-256, 256) << 3 * (i % Channels))];
            var pass = BatchNorm.Forward(stream, BatchNorm.Statistics(stream, Channels), gammas, betas, clip: null);
            var errors = new ErrorCodes([.. stream.Select(_ => (long)random.Next(-127, 128))], -20);
            var made = BatchNorm.Backward(pass, errors);
            Assert.InRange(made.Stream.Largest, 1 << 22, 1L << 27);
            for (int i = 0; i < stream.Length; i++)
            {
                int c = i % Channels;
                double mean = (double)made.ErrorSums[c] / Count, product = made.ProductSums[c] / 128.0 / Count;
                // G in units of 2^-7, S in units of 2^-15
                double exact = pass.Scales[c] / 128.0 / Math.ScaleB(pass.Statistics[c].Divisor, -15)
                    * (errors.Codes[i] - mean - pass.Normalised[i] / 128.0 * product) * Math.ScaleB(1, errors.Exponent);
                double unit = Math.ScaleB(1, made.Stream.Exponent);
                Assert.InRange((made.Stream.Codes[i] * unit - exact) / unit, -0.501, 0.501);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(257)]
    public void Extreme_channels_stay_within_32_bits(int count)
    {
        var random = new Random(count);
        int[] gammas = [int.MaxValue, -int.MaxValue, 0, 1 << 16, int.MaxValue, 1 << 23];
        for (int round = 0; round < 200; round++)
        {
            long[] stream = [.. Enumerable.Range(0, count * gammas.Length).Select(i => (i % gammas.Length) switch
            {
                0 => random.Next(2) * 2L - 1,
                1 => (random.Next(2) * 2L - 1) * 8388607,
                2 => random.Next(-9, 10),
                3 => round == 0 ? 5 : i < gammas.Length ? 8388607 : 0,
                4 => -8388607,
                _ => (long)random.Next(-8388607, 8388608),
            })];
            var pass = BatchNorm.Forward(stream, BatchNorm.Statistics(stream, gammas.Length), gammas, new int[gammas.Length], 1023);
            int largest = 1 << random.Next(8);
            var made = BatchNorm.Backward(pass, new([.. stream.Select(_ => (long)random.Next(-largest + 1, largest))], 3));
            Assert.InRange(made.Stream.Largest, 0, 1L << 31);
            Assert.All(made.Stream.Codes.Where((_, i) => pass.Statistics[i % gammas.Length].Deviation == 0), u => Assert.Equal(0, u));
            if (made.Stream.Largest == 0) Assert.Equal(0, made.Stream.Exponent);
        }
    }

    [Fact]
    public void A_constant_channel_hands_nothing_back_and_has_its_sums()
    {
        // Two channels: 3, 3, 3 and 1, 2, 6.
        long[] stream = [3, 1, 3, 2, 3, 6];
        var pass = BatchNorm.Forward(stream, BatchNorm.Statistics(stream, 2), [1 << 23, 1 << 23], [1 << 23, 0], 1023);
        Assert.Equal((6, 0), (pass.Statistics[0].Mean, pass.Statistics[0].Deviation));
        Assert.Equal([0, 0, 0], pass.Normalised.Where((_, i) => i % 2 == 0));
        Assert.Equal([128, 128, 128], pass.Activation.Where((_, i) => i % 2 == 0));
        var made = BatchNorm.Backward(pass, new([1, 2, 3, 4, 5, -6], -2));
        Assert.Equal([9, 0], made.ErrorSums);
        Assert.Equal(0, made.ProductSums[0]);
        Assert.All(made.Stream.Codes.Where((_, i) => i % 2 == 0), u => Assert.Equal(0, u));
        Assert.All(made.Stream.Codes.Where((_, i) => i % 2 == 1), u => Assert.NotEqual(0, u));
    }
}
