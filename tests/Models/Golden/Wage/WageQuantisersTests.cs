using System.Numerics;
using WageSim.Models.Golden.Wage;
using WageSim.Models.Numerics;

namespace WageSim.Tests.Models.Golden.Wage;

public sealed class WageQuantisersTests
{
    [Fact]
    public void Shift_turns_exactly_at_the_square_root_of_two_whatever_the_unit()
    {
        for (int k = 1; k < 52; k++)
        {
            long threshold = (long)Math.Sqrt(Math.ScaleB(1, 2 * k + 1));
            for (long m = Math.Max(1L << k, threshold - 3); m <= threshold + 3; m++)
            {
                // Rounding to whole powers, 2^(k+1) is nearer where m² > 2^(2k+1).
                int rounded = (BigInteger)m * m > BigInteger.One << 2 * k + 1 ? k + 1 : k;
                foreach (int unit in (int[])[0, -14, -40])
                    Assert.Equal(Math.ScaleB(1, rounded + unit), WageQuantisers.Shift(Math.ScaleB(m, unit)));
            }
        }
    }

    [Theory]
    [InlineData(0.25, 2, 0)]
    [InlineData(0.2500001, 2, 0.5)]
    [InlineData(-0.75, 2, -0.5)]
    [InlineData(5, 2, 0.5)]
    [InlineData(0.01171875, 8, 0.015625)]
    [InlineData(0.01953125, 8, 0.015625)]
    [InlineData(-1, 8, -0.9921875)]
    [InlineData(0.99999, 16, 0.999969482421875)]
    public void Q_rounds_ties_to_even_and_clips_one_step_below_one(double x, int bits, double expected) =>
        Assert.Equal(expected, WageQuantisers.Q(x, bits));

    [Fact]
    public void Errors_keep_direction_and_lose_magnitude()
    {
        // max 181 → 2^7, max 182 → 2^8: the largest codes are 127 (clipped) and 91.
        Assert.Equal([127, -100, 1, 0], Array.ConvertAll(WageQuantisers.Errors([181, -100, 1, 0], 8), e => e * 128));
        Assert.Equal([91, -50, 0, 0], Array.ConvertAll(WageQuantisers.Errors([182, -100, 1, 0], 8), e => e * 128));
        Assert.Equal([0, 0], WageQuantisers.Errors([0, 0], 8));
    }

    [Fact]
    public void Steps_round_the_magnitude_up_where_its_fraction_exceeds_the_draw()
    {
        // gs = 8 · g / 4: the fraction of 1/8 · 2 = 1/4 is 16384 / 65536.
        double[] gradients = [4, 0.125, 0.125, -0.125, -0.125, -4.125];
        ushort[] draws = [0, 16383, 16384, 16383, 16384, 0];
        Assert.Equal([8, 1, 0, -1, 0, -9], Array.ConvertAll(WageQuantisers.Steps(gradients, 8, draws, 8), step => step * 128));
        Assert.Equal([0, 0], WageQuantisers.Steps([0, 0], 8, [0, 0], 8));
    }

    [Fact]
    public void Whole_steps_are_those_of_doubles_and_of_the_integer_form_beyond_them()
    {
        var random = new Random(4);
        for (int size = 1; size < 63; size++)
            for (int rate = -5; rate <= 5; rate++)
            {
                long[] gradients = [.. Enumerable.Range(0, 20).Select(_ => random.NextInt64(-(1L << size), 1L << size)), 1L << size - 1, 0];
                ushort[] draws = [.. gradients.Select(_ => (ushort)random.Next(65536))];
                double[] steps = WholeSteps.Of(gradients, rate, draws, 8);
                int shift = Rounding.NearestLog2(gradients.Max(Math.Abs)) - rate;
                for (int i = 0; i < steps.Length; i++)
                    Assert.Equal(Rounding.Stochastic(gradients[i], shift, draws[i]), steps[i] / WageQuantisers.Sigma(8));
                if (size > 52) continue;
                double[] reals = Array.ConvertAll(gradients, gradient => (double)gradient);
                Assert.Equal(WageQuantisers.Steps(reals, Math.ScaleB(1, rate), draws, 8), steps);
            }
        Assert.Equal([0.0, 0.0], WholeSteps.Of([0, 0], 3, [1, 2], 8));
    }
}
