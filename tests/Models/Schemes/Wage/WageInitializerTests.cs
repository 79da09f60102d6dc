using System.Numerics;
using WageSim.Models.Networks;
using WageSim.Models.Numerics;
using WageSim.Models.Schemes.Wage;

namespace WageSim.Tests.Models.Schemes.Wage;

public sealed class WageInitializerTests
{
    [Fact]
    public void Ternary_start_weights_are_a_third_each()
    {
        int[][] weights = WageInitializer.Draw(Lenet(BitWidths.Paper), 1);
        foreach (int[] layer in weights)
        {
            double sigma = Math.Sqrt(layer.Length * 2.0 / 9);
            foreach (int code in (int[])[-64, 0, 64]) Assert.InRange((layer.Count(w => w == code) - layer.Length / 3.0) / sigma, -4, 4);
            Assert.All(layer, w => Assert.Contains(w, (int[])[-64, 0, 64]));
        }
    }

    [Fact]
    public void Wide_weights_follow_the_definition_in_real_numbers()
    {
        var parameters = Lenet(BitWidths.Parse("8-8-12-8"));
        int[][] weights = WageInitializer.Draw(parameters, 5);
        foreach (var layer in parameters.Network.Layers)
        {
            double limit = Math.Max(Math.Sqrt(3.0 / layer.FanIn), 1.5 * Math.ScaleB(1, -7));
            uint key = RandomBits.Key(5, WageInitializer.Step, (uint)layer.Index);
            for (int i = 0; i < layer.WeightCount; i++)
            {
                uint draw = ((uint)RandomBits.Draw(key, 2 * (uint)i) << 16) + RandomBits.Draw(key, 2 * (uint)i + 1);
                double exact = (2 * (draw + 0.5) / Math.Pow(2, 32) - 1) * limit * 128;
                // 16 fraction bits of the limit leave less than 2^-15 of a code of doubt.
                Assert.InRange(weights[layer.Index][i] / 16 - exact, -0.5 - 1.0 / 32768, 0.5 + 1.0 / 32768);
                Assert.Equal(0, weights[layer.Index][i] % 16);
            }
        }
    }

    [Fact]
    public void Start_weights_reach_both_ends_and_spread_evenly()
    {
        var parameters = WageParameters.Default(Network.Parse("400FC-10SSE", new(1, 12, 1)), BitWidths.Parse("4-8-8-8"));
        int[] weights = WageInitializer.Draw(parameters, 3)[0];
        // L = sqrt(3/12) = 1/2, four codes of 2^-3: codes -3…3 cover an eighth each, ±4 half of that.
        for (int code = -4; code <= 4; code++)
        {
            double expected = weights.Length * (Math.Abs(code) == 4 ? 1 / 16.0 : 1 / 8.0);
            Assert.InRange(weights.Count(w => w == code * 16), expected - 4 * Math.Sqrt(expected), expected + 4 * Math.Sqrt(expected));
        }
    }

    [Fact]
    public void Small_fan_ins_clip_at_the_largest_code()
    {
        var parameters = WageParameters.Default(Network.Parse("500FC-10SSE", new(1, 1, 1)), BitWidths.Paper);
        int[] weights = WageInitializer.Draw(parameters, 3)[0];
        // L = sqrt 3 = 3.46 codes: |code| above 1/2 clips to 1, so 0 has 1/6.93.
        Assert.InRange(weights.Count(w => w == 0), 500 / 6.93 - 32, 500 / 6.93 + 32);
        Assert.All(weights, w => Assert.Contains(w, (int[])[-64, 0, 64]));
    }

    [Fact]
    public void The_same_seed_gives_the_same_weights_and_another_seed_others()
    {
        var parameters = Lenet(BitWidths.Paper);
        Assert.Equal(WageInitializer.Draw(parameters, 9), WageInitializer.Draw(parameters, 9));
        Assert.NotEqual(WageInitializer.Draw(parameters, 9)[0], WageInitializer.Draw(parameters, 10)[0]);
    }

    [Theory]
    [InlineData(25, 2, 98304)]     // 1.5: below it, sqrt(3/25) · 2 = 0.69
    [InlineData(1, 2, 227023)]     // sqrt 3 · 2 · 65536 = 227023.36
    [InlineData(27, 8, 2796202)]   // 1/3 · 128 · 65536 = 2796202.67
    public void The_limit_has_16_fraction_bits(int fanIn, int weightBits, long limit) =>
        Assert.Equal(limit, WageInitializer.Limit(fanIn, weightBits));

    [Fact]
    public void The_limit_is_the_floor_of_an_exact_root_at_every_width()
    {
        for (int bits = 2; bits <= 16; bits++)
            for (int fanIn = 1; fanIn < 2000; fanIn = fanIn < 40 ? fanIn + 1 : fanIn * 7 / 5)
            {
                BigInteger limit = WageInitializer.Limit(fanIn, bits), square = (new BigInteger(3) << 2 * (bits - 1) + 32) / fanIn;
                if (limit == 3 << 15) Assert.True((limit + 1) * (limit + 1) > square);
                else Assert.True(limit * limit <= square && (limit + 1) * (limit + 1) > square, $"{bits} bits, fan-in {fanIn}");
            }
    }

    [Fact]
    public void Weights_of_16_bits_are_rounded_from_exact_products()
    {
        var parameters = WageParameters.Default(Network.Parse("3FC-2SSE", new(1, 1, 2)), BitWidths.Parse("16-16-16-16"));
        foreach (var layer in parameters.Network.Layers)
        {
            uint key = RandomBits.Key(5, WageInitializer.Step, (uint)layer.Index);
            int[] weights = WageInitializer.Draw(parameters, 5)[layer.Index];
            for (int i = 0; i < weights.Length; i++)
            {
                long v = (long)RandomBits.Draw(key, 2 * (uint)i) << 16 | RandomBits.Draw(key, 2 * (uint)i + 1);
                var product = (2 * v + 1 - (1L << 32)) * new BigInteger(WageInitializer.Limit(layer.FanIn, 16));
                double code = Math.Clamp(Math.Round(Math.ScaleB((double)product, -48)), -32767, 32767);
                Assert.Equal((int)code, weights[i]);
            }
        }
    }

    private static WageParameters Lenet(BitWidths bits) =>
        WageParameters.Default(Network.Parse("32C5-MP2-64C5-MP2-512FC-10SSE", new(28, 28, 1)), bits);
}
