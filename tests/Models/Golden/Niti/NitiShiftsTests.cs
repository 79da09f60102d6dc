using WageSim.Models.Golden.Niti;

namespace WageSim.Tests.Models.Golden.Niti;

public sealed class NitiShiftsTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(-2, 1)]
    [InlineData(3, 2)]
    [InlineData(-4, 2)]
    [InlineData(128, 7)]
    [InlineData(-129, 8)]
    [InlineData(1 << 21, 21)]
    [InlineData((1 << 21) + 1, 22)]
    [InlineData(int.MinValue, 31)]
    public void The_width_is_the_rounded_up_logarithm_of_the_largest_magnitude(long largest, int width) =>
        Assert.Equal(width, NitiShifts.Width([0, largest, -1, 1]));

    [Fact]
    public void Nothing_but_zeros_has_no_width() => Assert.Equal((0, 0), (NitiShifts.Width([]), NitiShifts.Width([0, 0])));

    [Theory]
    [InlineData(5, 1, 3)]   // 2.5
    [InlineData(4, 1, 2)]
    [InlineData(5, 2, 1)]   // 1.25
    [InlineData(6, 2, 2)]   // 1.5
    [InlineData(1020, 3, 128)]   // 127.5
    [InlineData(1019, 3, 127)]
    public void The_nearest_shift_takes_halves_away_from_zero(long x, int n, long rounded)
    {
        Assert.Equal(rounded, NitiShifts.Nearest(x, n));
        Assert.Equal(-rounded, NitiShifts.Nearest(-x, n));
    }

    // Fractions, in units of 2^-n, that are rounded up: high half above low half, the low one doubled where n is odd.
    [Theory]
    [InlineData(1, new[] { 1 })]
    [InlineData(2, new[] { 2 })]
    [InlineData(3, new[] { 2, 4, 6, 7 })]
    [InlineData(4, new[] { 4, 8, 9, 12, 13, 14 })]
    public void The_pseudo_stochastic_shift_rounds_just_these_fractions_up(int n, int[] up)
    {
        for (int x = 0; x < 5 << n; x++)
        {
            long rounded = (x >> n) + (up.Contains(x & (1 << n) - 1) ? 1 : 0);
            Assert.Equal(rounded, NitiShifts.PseudoStochastic(x, n));
            Assert.Equal(-rounded, NitiShifts.PseudoStochastic(-x, n));
        }
    }

    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(2, 0.25)]
    [InlineData(3, 0.5)]
    [InlineData(4, 0.375)]
    [InlineData(5, 0.5)]
    [InlineData(6, 0.4375)]
    public void The_pseudo_stochastic_shift_goes_up_as_often_as_published(int n, double share) =>
        Assert.Equal(share, Enumerable.Range(0, 1 << n).Average(fraction => (double)NitiShifts.PseudoStochastic(fraction, n)));

    [Theory]
    [InlineData(17, 0, 2)]
    [InlineData(17, 1, 1)]
    [InlineData(31, 14, 2)]
    [InlineData(31, 15, 1)]
    [InlineData(16, 0, 1)]
    [InlineData(2047, 0, 128)]
    public void The_stochastic_shift_goes_up_where_the_fraction_exceeds_the_draw(long x, int draw, long rounded)
    {
        Assert.Equal(rounded, NitiShifts.Stochastic(x, 4, draw));
        Assert.Equal(-rounded, NitiShifts.Stochastic(-x, 4, draw));
    }
}
