using WageSim.Models;
using WageSim.Sweeps;

namespace WageSim.Tests.Sweeps;

public sealed class DimensionTests
{
    [Theory]
    [InlineData("8,16,32", "8,16,32")]
    [InlineData("8", "8")]
    [InlineData("4..7", "4,5,6,7")]
    [InlineData("8..40:8", "8,16,24,32,40")]
    [InlineData("8..39:8", "8,16,24,32")]
    [InlineData("8..100:x2", "8,16,32,64")]
    [InlineData("2, 8..24:x3", "2,8,24")]
    public void Lists_steps_and_factors_are_values(string text, string values) =>
        Assert.Equal(values.Split(','), Dimension.Parse("vector.lanes", text).Values);

    [Theory]
    [InlineData("rows", "", "rows=: no value; a list such as rows=8,16 is expected")]
    [InlineData("rows", "8,,16", "rows=8,,16: an empty value; values between commas are expected")]
    [InlineData("rows", "8,16,8", "rows=8,16,8: 8 is given twice")]
    [InlineData("rows", "16..8", "rows=16..8: is no range; LOW..HIGH of whole numbers from 1 is expected, such as 8..64")]
    [InlineData("rows", "0..8", "rows=0..8: is no range; LOW..HIGH of whole numbers from 1 is expected, such as 8..64")]
    [InlineData("rows", "8..99999999999", "rows=8..99999999999: is no range; LOW..HIGH of whole numbers from 1 is expected, such as 8..64")]
    [InlineData("rows", "8..64:0", "rows=8..64:0: '0' is no step; a whole number from 1, x with a factor from 2, or log is expected")]
    [InlineData("rows", "8..64:x1", "rows=8..64:x1: 'x1' is no step; a whole number from 1, x with a factor from 2, or log is expected")]
    [InlineData("rows", "1..20000", "rows=1..20000: has more than 10000 values; take a larger step")]
    [InlineData("rows", "4,8..64:log", "rows=4,8..64:log: a range with :log stands alone, without other values")]
    [InlineData("rwos", "8", "'rwos': unknown parameter; did you mean rows?")]
    [InlineData("scratchpad.bank", "8", "'scratchpad.bank': unknown parameter; did you mean scratchpad.banks?")]
    public void What_is_no_list_or_range_is_refused(string key, string text, string message) =>
        Assert.Equal(message, Assert.Throws<InputException>(() => Dimension.Parse(key, text)).Message);

    [Fact]
    public void A_path_with_two_dots_is_no_range() =>
        Assert.Equal(["../a.json", "..\\b.json"], Dimension.Parse("chip", "../a.json,..\\b.json").Values);

    [Fact]
    public void Places_of_a_list_are_shared_evenly()
    {
        var dimension = Dimension.Parse("macBits", "2,4,8");
        Assert.Equal(["2", "2", "4", "4", "8", "8"], new[] { 0, 0.33, 0.34, 0.66, 0.67, 0.9999999 }.Select(dimension.At));
    }

    [Fact]
    public void A_logarithmic_range_draws_each_doubling_as_often()
    {
        var dimension = Dimension.Parse("rows", "1..255:log");
        int[] doublings = new int[8];
        for (int i = 0; i < 8000; i++) doublings[int.Log2(int.Parse(dimension.At(i / 8000.0)))]++;
        Assert.All(doublings, count => Assert.InRange(count, 999, 1001));
        Assert.Equal(("1", "255"), (dimension.At(0), dimension.At(0.9999999)));
    }
}
