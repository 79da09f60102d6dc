using WageSim.Models;
using WageSim.Models.Golden;
using WageSim.Workloads.Schemes.Niti;
using WageSim.Workloads.Schemes.Wage;
using WageSim.Workloads.Schemes.Wageubn;

namespace WageSim.Tests.Workloads.Schemes;

public sealed class RateScheduleTests
{
    [Fact]
    public void Gradient_bits_hold_from_their_epoch_on()
    {
        var bits = GradientBitsSchedule.Parse("5@0,4@100,3@150");
        Assert.Equal("5@0,4@100,3@150", bits.Text);
        Assert.Equal([5, 5, 4, 4, 3, 3], ((int[])[0, 99, 100, 149, 150, 9999]).Select(bits.At));
        Assert.Equal([0, -1], ((int[])[0, 1]).Select(GradientBitsSchedule.Parse("0,-1@1").At));
    }

    [Fact]
    public void Learning_rates_are_their_logarithms()
    {
        var rates = LearningRateSchedule.Parse("8,0.125@2");
        Assert.Equal([3, 3, -3], ((int[])[0, 1, 2]).Select(rates.At));
    }

    [Fact]
    public void Learning_rate_codes_and_gradient_ranges_change_apart()
    {
        var rates = WageubnSchedule.Parse("26@0,3@30", "128@0,32@20,2@40");
        Assert.Equal<StepRate>([new(26, 7), new(26, 5), new(3, 5), new(3, 1)], ((int[])[0, 29, 30, 40]).Select(rates.At));
        Assert.Equal([new("learningRateCode", "26@0,3@30"), new("gradientRange", "128@0,32@20,2@40")], rates.Settings);
    }

    [Theory]
    [InlineData("512@0", "128", "--learning-rate-code: '512@0' in '512@0': learning-rate codes are 1..511")]
    [InlineData("26@0,0@1", "128", "--learning-rate-code: '0@1' in '26@0,0@1': learning-rate codes are 1..511")]
    [InlineData("fast", "128", "--learning-rate-code: 'fast' in 'fast': CODE@EPOCH is expected, such as 26@0")]
    [InlineData("26", "64@0", "--gradient-range: '64@0' in '64@0': gradient ranges are 2, 8, 32, 128")]
    [InlineData("26", "128@1", "--gradient-range: '128@1' in '128@1': epochs must rise, beginning with 0")]
    public void A_wrong_schedule_of_WAGEUBN_is_named(string codes, string ranges, string message) =>
        Assert.Equal(message, Assert.Throws<InputException>(() => WageubnSchedule.Parse(codes, ranges)).Message);

    [Theory]
    [InlineData("6@0", "'6@0' in '6@0': gradient bits are -1..5")]
    [InlineData("5@0,-2@3", "'-2@3' in '5@0,-2@3': gradient bits are -1..5")]
    [InlineData("5@0,4@0", "'4@0' in '5@0,4@0': epochs must rise, beginning with 0")]
    [InlineData("5@1", "'5@1' in '5@1': epochs must rise, beginning with 0")]
    [InlineData("5@0,4@-1", "'4@-1' in '5@0,4@-1': epochs must rise, beginning with 0")]
    [InlineData("4.5@0", "'4.5@0' in '4.5@0': BITS@EPOCH is expected, such as 5@0")]
    [InlineData("5@0@1", "'5@0@1' in '5@0@1': BITS@EPOCH is expected, such as 5@0")]
    [InlineData("5@x", "'5@x' in '5@x': BITS@EPOCH is expected, such as 5@0")]
    [InlineData("5@0,", "'' in '5@0,': BITS@EPOCH is expected, such as 5@0")]
    [InlineData("", "'' in '': BITS@EPOCH is expected, such as 5@0")]
    [InlineData("99999999999@0", "'99999999999@0' in '99999999999@0': BITS@EPOCH is expected, such as 5@0")]
    public void A_wrong_schedule_of_gradient_bits_is_refused_with_its_part(string text, string why) =>
        Assert.Equal($"--gradient-bits: {why}", Assert.Throws<InputException>(() => GradientBitsSchedule.Parse(text)).Message);
}
