using WageSim.Models.Golden;
using WageSim.Models.Golden.Wageubn;
using WageSim.Models.Networks.Residual;
using WageSim.Models.Schemes.Wageubn;

namespace WageSim.Tests.Models.Schemes.Wageubn;

public sealed class WageubnInitializerTests
{
    private static readonly ResidualNetwork network = ResidualNetwork.Parse("64C3-R64-GAP-9CE", new(4, 4, 3));

    [Fact]
    public void Weights_are_a_normal_distribution_cut_at_two_deviations_on_a_grid_of_15_bits()
    {
        int[][] weights = WageubnInitializer.Draw(network, 1);
        foreach (var layer in network.Layers)
        {
            int[] drawn = weights[layer.Index];
            double deviation = Math.ScaleB(1, 23) / Math.Sqrt(layer.Weights.FanIn), count = drawn.Length;
            Assert.Equal(layer.Weights.WeightCount, drawn.Length);
            Assert.All(drawn, w => Assert.Equal(0, w % 256));
            Assert.InRange(drawn.Max(Math.Abs), 1.9 * deviation, 2 * deviation + 128);
            Assert.InRange(drawn.Average() / deviation * Math.Sqrt(count), -4, 4);
            // Shares of a normal distribution within 1/2, 1, 3/2 deviations, each of that within 2.
            foreach (var (bound, part) in ((double, double)[])[(0.5, 0.382925), (1, 0.682689), (1.5, 0.866386)])
            {
                double share = part / 0.954500;
                double within = drawn.Count(w => Math.Abs(w) < bound * deviation);
                Assert.InRange((within - share * count) / Math.Sqrt(share * (1 - share) * count), -4.5, 4.5);
            }
        }
        Assert.NotEqual(weights[1], weights[2]);
        Assert.Equal(weights, WageubnInitializer.Draw(network, 1));
        Assert.NotEqual(weights, WageubnInitializer.Draw(network, 2));
    }

    [Fact]
    public void The_rest_of_the_state_is_that_of_a_normalisation_that_does_nothing()
    {
        var parameters = new WageubnParameters(network);
        var state = WageubnState.Start(parameters, 1);
        Assert.All(state[TensorKind.Gamma], norm => Assert.All(norm, value => Assert.Equal(128, BatchNorm.Scale(value))));
        Assert.All(state[TensorKind.RunningDeviation], norm => Assert.All(norm, value => Assert.Equal(1 << 23, value)));
        foreach (var kind in (TensorKind[])[TensorKind.WeightMomentum, TensorKind.Beta, TensorKind.GammaMomentum, TensorKind.BetaMomentum,
            TensorKind.RunningMean])
            Assert.All(state[kind], array => Assert.All(array, value => Assert.Equal(0, value)));
        var copy = state.Copy();
        copy[TensorKind.Gamma][0][0]++;
        Assert.NotEqual(copy[TensorKind.Gamma][0][0], state[TensorKind.Gamma][0][0]);
    }
}
