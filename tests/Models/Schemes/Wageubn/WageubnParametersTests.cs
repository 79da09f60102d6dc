using WageSim.Models;
using WageSim.Models.Golden.Wageubn;
using WageSim.Models.Networks.Residual;
using WageSim.Models.Schemes.Wageubn;

namespace WageSim.Tests.Models.Schemes.Wageubn;

public sealed class WageubnParametersTests
{
    [Theory]
    [InlineData(0, 8, "activation clip 0 is outside 1..17383")]
    [InlineData(17384, 8, "activation clip 17384 is outside 1..17383")]
    [InlineData(1023, 0, "running shift 0 is outside 1..15")]
    [InlineData(1023, 16, "running shift 16 is outside 1..15")]
    public void Constants_out_of_range_are_refused(int clip, int shift, string told) =>
        Refused(told, new(Network("8C3-GAP-2CE")) { ActivationClip = clip, RunningShift = shift });

    [Fact]
    public void The_largest_activation_is_what_normalisation_can_make()
    {
        int largest = BatchNorm.MaxNormalised * BatchNorm.MaxScale + 128 * BatchNorm.MaxScale;
        Assert.Equal(WageubnParameters.UnclippedActivation, WageubnRounding.NearestEven(largest, 7));
        var parameters = new WageubnParameters(Network("8C3-R8-GAP-2CE")) { ActivationClip = null };
        Assert.Equal([127, 17383, 17383, 17383], parameters.Network.Layers.Select(parameters.LargestInput));
        Assert.Equal([127, 255, 255, 255], parameters.Network.Layers.Select((parameters with { ActivationClip = 255 }).LargestInput));
        Assert.Equal(72L * 17383 * 127, parameters.LargestSum(parameters.Residual.Layers[1]));
    }

    [Fact]
    public void Errors_of_squares_that_leave_32_bits_are_refused_and_those_of_softmax_are_not()
    {
        new WageubnParameters(Network("8C3-16384C1-GAP-2SSE")).Check();
        Refused("layer fc2: errors of squares could reach 36170006528; up to 2147483647 is allowed: " +
            "clip activations, or take a softmax such as 2CE", new(Network("8C3-16384C1-GAP-2SSE")) { ActivationClip = null });
        new WageubnParameters(Network("8C3-16384C1-GAP-2CE")) { ActivationClip = null }.Check();
    }

    [Fact]
    public void A_channel_has_at_most_256_images_of_224_by_224()
    {
        var parameters = new WageubnParameters(ResidualNetwork.Parse("2C3-R3/2-GAP-2CE", new(448, 448, 1)));
        parameters.CheckBatch(64);
        var e = Assert.Throws<InputException>(() => parameters.CheckBatch(65));
        Assert.Equal("batch 65: a channel of layer conv0, token '2C3', has 13045760 values; up to 12845056 are allowed", e.Message);
    }

    [Fact]
    public void A_layer_has_at_most_2_to_the_31_values_in_a_batch()
    {
        var parameters = new WageubnParameters(ResidualNetwork.Parse("2C3-16384C1/2-GAP-2CE", new(64, 64, 1)));
        parameters.CheckBatch(127);
        var e = Assert.Throws<InputException>(() => parameters.CheckBatch(256));
        Assert.Equal("batch 256: layer conv1, token '16384C1/2', has 4294967296 values; up to 2147483647 are allowed", e.Message);
    }

    private static ResidualNetwork Network(string notation) => ResidualNetwork.Parse(notation, new(6, 6, 1));

    private static void Refused(string told, WageubnParameters parameters)
    {
        Assert.Equal(told, Assert.Throws<InputException>(parameters.Check).Message);
        Assert.Equal(told, Assert.Throws<InputException>(() => new WageubnTrainer(parameters)).Message);
    }
}
