using WageSim.Reports.Tables;

namespace WageSim.Tests.Reports.Tables;

public sealed class QuantityTests
{
    [Theory]
    [InlineData(0, "0 pJ")]
    [InlineData(0.03, "30.0 fJ")]
    [InlineData(1, "1.00 pJ")]
    [InlineData(999.6, "1.00 nJ")]
    [InlineData(172405704064, "172 mJ")]
    [InlineData(-1234567, "−1.23 µJ")]
    public void Energy_has_three_digits_in_the_unit_that_suits_it(double picojoules, string shown) =>
        Assert.Equal(shown, Quantity.Energy.Show(picojoules));

    [Fact]
    public void Every_kind_of_number_is_shown_with_its_unit()
    {
        Assert.Equal("141,746,880", Quantity.Cycles.Show(141746880L));
        Assert.Equal("41.3 %", Quantity.Share.Show(0.4130));
        Assert.Equal("2.51 %", Quantity.ErrorRate.Show(0.02507));
        Assert.Equal("283 ms", Quantity.Time.Show(0.28349376));
        Assert.Equal("1.50 KiB", Quantity.Bytes.Show(1536L));
        Assert.Equal("12.3 mm²", Quantity.Area.Show(12_345_678m));
        Assert.Equal("4.10×", Quantity.Ratio.Show(4.1));
        Assert.Equal("0.0123 bytes/cycle", Quantity.In("bytes/cycle").Show(0.012345));
        Assert.Equal("–", Quantity.Energy.Show(null));
        Assert.Equal("–", Quantity.Number.Show(double.NaN));
        Assert.Equal("yes", Quantity.Text.Show(true));
    }

    [Fact]
    public void Differences_of_shares_are_percentage_points()
    {
        Assert.Equal("+30.00 pp", Quantity.ErrorRate.ShowDifference(0.3));
        Assert.Equal("−10.3 pp", Quantity.Share.ShowDifference(-0.103));
        Assert.Equal("−33.6 %", Quantity.Change.ShowDifference(-0.336));
    }

    [Fact]
    public void Energy_times_time_is_in_joule_seconds()
    {
        Assert.Equal("51.1 µJ·s", Quantity.EnergyDelay.Show(51.1e-6));
        Assert.Equal("J·s", Quantity.EnergyDelay.Unit);
    }

    [Fact]
    public void Differences_have_a_sign()
    {
        Assert.Equal("+1.00 nJ", Quantity.Energy.ShowDifference(1000m));
        Assert.Equal("−1.00 nJ", Quantity.Energy.ShowDifference(-1000m));
        Assert.Equal("−3,398,104", Quantity.Count.ShowDifference(-3398104L));
        Assert.Equal("–", Quantity.Energy.ShowDifference(double.NaN));
        Assert.Equal("0 pJ", Quantity.Energy.ShowDifference(0m));
        Assert.Equal("–", Quantity.Energy.ShowDifference(null));
    }

    [Theory]
    [InlineData(0.00001234, "1.23E-5")]
    [InlineData(0.9996, "1.00")]
    [InlineData(9.996, "10.0")]
    [InlineData(99.96, "100")]
    [InlineData(12345.6, "12,346")]
    public void Numbers_have_three_digits_or_their_whole_part(double value, string shown) => Assert.Equal(shown, Quantity.Digits(value));
}
