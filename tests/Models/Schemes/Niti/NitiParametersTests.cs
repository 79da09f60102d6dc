using WageSim.Models;
using WageSim.Models.Networks;
using WageSim.Models.Schemes.Niti;

namespace WageSim.Tests.Models.Schemes.Niti;

public sealed class NitiParametersTests
{
    // The exponents of the authors' networks, from the bounds of their distributions.
    [Theory]
    [InlineData("128C3-128C3-MP2-256C3-256C3-MP2-512C3-512C3-MP2-10CE", 32, 3, new[] { -10, -11, -11, -11, -12, -12, -12 })]
    [InlineData("20C5v-MP2-50C5v-MP2-500FC-10CE", 28, 1, new[] { -10, -11, -10, -10 })]
    public void Weight_exponents_are_those_of_the_authors_networks(string notation, int side, int channels, int[] exponents) =>
        Assert.Equal(exponents, NitiParameters.Default(Network.Parse(notation, new(side, side, channels))).WeightExponents);

    [Fact]
    public void Start_weights_fill_their_range_evenly()
    {
        var parameters = NitiParameters.Default(Network.Parse("100FC-10CE", new(16, 16, 1)));
        int[] codes = NitiInitializer.Draw(parameters, 3)[0];
        Assert.Equal((-127, 127), (codes.Min(), codes.Max()));
        // 25,600 of variance 127² / 3: their mean is within 4 · 73.3 / 160, and the share below 64 half.
        Assert.InRange(codes.Average(), -1.84, 1.84);
        Assert.InRange(codes.Count(code => Math.Abs(code) < 64) / 25_600.0, 0.485, 0.515);
        Assert.NotEqual(codes, NitiInitializer.Draw(parameters, 4)[0]);
        Assert.Equal(codes, NitiInitializer.Draw(parameters, 3)[0]);
    }

    [Theory]
    [InlineData("4SSE", "network '4SSE': NITI trains softmax with cross-entropy; a last layer such as 10CE is expected")]
    [InlineData("3C3-MP3/2-4CE", "layer conv0: pool MP3/2 overlaps; NITI's error codes have room for pools that do not")]
    public void A_network_that_the_scheme_does_not_know_is_refused(string notation, string told) =>
        Assert.Equal(told, Refused(NitiParameters.Default(Network.Parse(notation, new(8, 8, 1)))));

    [Fact]
    public void Exponents_and_sums_out_of_range_are_refused()
    {
        var parameters = NitiParameters.Default(Network.Parse("5FC-4CE", new(8, 8, 1)));
        Assert.Equal("1 weight exponents are given; 2 are expected, one a layer", Refused(parameters with { WeightExponents = [-9] }));
        Assert.Equal("layer fc1: weight exponent 64 is outside -64..63", Refused(parameters with { WeightExponents = [-9, 64] }));
        var wide = NitiParameters.Default(Network.Parse("4CE", new(400, 400, 1)));
        Assert.Equal("layer fc0: sums could reach 2600960000; up to 2147483647 is allowed", Refused(wide));
    }

    private static string Refused(NitiParameters parameters) => Assert.Throws<InputException>(parameters.Check).Message;
}
