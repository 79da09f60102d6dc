using WageSim.Models.Networks;
using WageSim.Models.Schemes.Wage;

namespace WageSim.Tests.Models.Schemes.Wage;

public sealed class WageParametersTests
{
    private const string Vgg = "2x(128C3)-MP2-2x(256C3)-MP2-2x(512C3)-MP2-1024FC-10SSE", Lenet = "32C5-MP2-64C5-MP2-512FC-10SSE";

    // The VGG row is what the authors' log prints.
    [Theory]
    [InlineData(Vgg, 32, 3, new[] { 2, 16, 16, 16, 16, 32, 32, 16 })]
    [InlineData(Lenet, 28, 1, new[] { 2, 16, 32, 8 })]
    public void Layer_scales_are_those_of_the_authors(string notation, int size, int channels, int[] alphas) =>
        Assert.Equal(alphas, Default(notation, size, channels, "2-8-8-8").AlphaLog2.Select(log2 => 1 << log2));

    [Theory]
    [InlineData(Vgg, 32, 3, new[] { 2, 5, 5, 5, 5, 6, 6, 5 }, 12)]
    [InlineData(Lenet, 28, 1, new[] { 2, 5, 6, 4 }, 11)]
    public void Shifts_and_target_are_those_of_the_specification(string notation, int size, int channels, int[] shifts, int target)
    {
        var parameters = Default(notation, size, channels, "2-8-8-8");
        Assert.Equal(shifts, parameters.Network.Layers.Select(parameters.ActivationShift));
        Assert.Equal(target, parameters.TargetLog2);
    }

    [Fact]
    public void The_first_layer_also_drops_the_input_bits_that_activations_do_not_have()
    {
        var parameters = Default(Lenet, 28, 1, "2-5-8-8");
        Assert.Equal([5, 5, 6, 4], parameters.Network.Layers.Select(parameters.ActivationShift));
        Assert.Equal(4 + 1 + 3, parameters.TargetLog2);
    }

    [Theory]
    [InlineData("2-8-8-8", 2, 64)]
    [InlineData("2-8-8-8", 8, 127)]
    [InlineData("2-8-12-8", 2, 1024)]
    [InlineData("2-8-12-8", 12, 2047)]
    [InlineData("8-8-8-8", 8, 127)]
    public void Stored_weights_end_at_the_bound_of_the_clip(string bits, int clipBits, int limit) =>
        Assert.Equal(limit, (Default(Lenet, 28, 1, bits) with { WeightClipBits = clipBits }).WeightLimit);

    private static WageParameters Default(string notation, int size, int channels, string bits) =>
        WageParameters.Default(Network.Parse(notation, new(size, size, channels)), BitWidths.Parse(bits));
}
