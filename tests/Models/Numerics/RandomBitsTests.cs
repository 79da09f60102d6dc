using WageSim.Models.Numerics;

namespace WageSim.Tests.Models.Numerics;

public sealed class RandomBitsTests
{
    // Computed with Python's integers from the published form of the hash.
    [Theory]
    [InlineData(0u, 0x6b4ed927u)]
    [InlineData(1u, 0xb48681b6u)]
    [InlineData(0xffffffffu, 0xfe64c182u)]
    [InlineData(12345u, 0xb6523c53u)]
    public void Mixing_is_the_published_hash(uint input, uint output) => Assert.Equal(output, RandomBits.Mix(input));

    [Theory]
    [InlineData(1u, 2u, 3u, 0x1513cbfeu, new ushort[] { 40942, 28613, 9130, 15630 })]
    [InlineData(0u, 0xffffffffu, 0u, 0xf5cf60b4u, new ushort[] { 61383, 56241, 7305, 40436 })]
    public void Draws_follow_from_seed_step_tensor_and_index_alone(uint seed, uint step, uint tensor, uint key, ushort[] draws)
    {
        Assert.Equal(key, RandomBits.Key(seed, step, tensor));
        Assert.Equal(draws, Enumerable.Range(0, 4).Select(i => RandomBits.Draw(RandomBits.Key(seed, step, tensor), (uint)i)));
    }

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(1, 1, 0)]
    [InlineData(1, 0, 1)]
    [InlineData(99, 3000, 7)]
    public void Draws_have_mean_variance_and_bins_of_a_uniform_number(uint seed, uint step, uint tensor)
    {
        const int Count = 200_000;
        uint key = RandomBits.Key(seed, step, tensor);
        double sum = 0, squares = 0;
        var bins = new int[256];
        for (uint i = 0; i < Count; i++)
        {
            ushort draw = RandomBits.Draw(key, i);
            double centred = draw / 65536.0 - 0.5;
            sum += centred;
            squares += centred * centred;
            bins[draw >> 8]++;
        }
        // Five standard deviations: 1/sqrt(12 n) of the mean, 1/sqrt(180 n) of the variance.
        Assert.InRange(sum / Count, -5 / Math.Sqrt(12.0 * Count), 5 / Math.Sqrt(12.0 * Count));
        Assert.InRange(squares / Count - 1 / 12.0, -5 / Math.Sqrt(180.0 * Count), 5 / Math.Sqrt(180.0 * Count));
        double expected = Count / 256.0, chiSquare = bins.Sum(bin => (bin - expected) * (bin - expected) / expected);
        Assert.InRange(chiSquare, 255 - 5 * Math.Sqrt(510), 255 + 5 * Math.Sqrt(510));
    }

    [Fact]
    public void Neighbouring_steps_and_layers_draw_unrelated_numbers()
    {
        const int Count = 100_000;
        var keys = new[] { RandomBits.Key(1, 0, 0), RandomBits.Key(1, 1, 0), RandomBits.Key(1, 0, 1), RandomBits.Key(2, 0, 0) };
        for (int a = 0; a < keys.Length; a++)
        {
            for (int b = 0; b < a; b++)
            {
                double products = 0;
                for (uint i = 0; i < Count; i++)
                    products += (RandomBits.Draw(keys[a], i) / 65536.0 - 0.5) * (RandomBits.Draw(keys[b], i) / 65536.0 - 0.5);
                Assert.InRange(products / Count, -5 / 12.0 / Math.Sqrt(Count), 5 / 12.0 / Math.Sqrt(Count));
            }
        }
    }

    // One mixing leaves draws a few places apart correlated, at distance 4 by 0.1 to 0.4; that is why there are two.
    [Fact]
    public void Draws_a_few_places_apart_are_unrelated()
    {
        uint[] keys = [.. Enumerable.Range(0, 16).Select(s => RandomBits.Key((uint)s, 3 * (uint)s, (uint)s % 8))];
        Assert.InRange(keys.Max(key => Correlation(i => (ushort)(RandomBits.Mix(i ^ key) >> 16), 4)), 0.1, 0.4);
        foreach (uint distance in (uint[])[1, 2, 4, 8, 10, 32, 64])
            Assert.InRange(keys.Max(key => Correlation(i => RandomBits.Draw(key, i), distance)), 0, 0.025);

        static double Correlation(Func<uint, ushort> draw, uint distance)
        {
            const int Count = 40_000;
            double products = 0;
            for (uint i = 0; i < Count; i++) products += (draw(i) / 65536.0 - 0.5) * (draw(i + distance) / 65536.0 - 0.5);
            return Math.Abs(products / Count * 12);
        }
    }
}
