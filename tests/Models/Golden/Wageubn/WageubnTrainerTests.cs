using WageSim.Models;
using WageSim.Models.Golden;
using WageSim.Models.Golden.Wageubn;
using WageSim.Models.Networks.Residual;
using WageSim.Models.Schemes.Wageubn;

namespace WageSim.Tests.Models.Golden.Wageubn;

public sealed class WageubnTrainerTests
{
    private static readonly WageubnRate[] rates = [new(511, 2), new(26, 128), new(128, 8)];

    [Theory]
    [InlineData("5C3-7C3/2-GAP-4SSE", 7, 5, 2, 3, 1023)]
    [InlineData("4C5/2-MP3/2-R3P-R5/2-R5-GAP-6CE", 13, 15, 3, 5, 255)]
    [InlineData("3C3-MP2-B2-B2-B3/2-B3-GAP-5CE", 9, 6, 1, 4, null)]
    [InlineData("3C7/3-MP4/3-5C1-MP2/3-R7/3-GAP-3SSE", 23, 20, 2, 2, 1023)]
    [InlineData("2C3-R2/2P-3C5-MP3/2-R3-R3-GAP-1CE", 6, 7, 1, 7, 40)]
    [InlineData("3C1-GAP-2CE", 1, 1, 1, 6, 1023)]
    public void Every_tensor_equals_that_of_plain_loops(string notation, int height, int width, int channels, int batch, int? clip)
    {
        var parameters = new WageubnParameters(ResidualNetwork.Parse(notation, new(height, width, channels))) { ActivationClip = clip };
        Same(parameters, RandomWageubn.State(parameters, 5), batch, largest: 127, rates);
        Same(parameters, WageubnState.Start(parameters, 6), batch, largest: 127, [new(103, 32)]);
    }

    [Fact]
    public void Random_networks_equal_those_of_plain_loops()
    {
        var random = new Random(12);
        for (int i = 0; i < 40; i++)
        {
            var parameters = RandomWageubn.Parameters(random);
            WageubnRate[] drawn = [.. Enumerable.Range(0, 2).Select(_ => new WageubnRate(
                random.Next(1, 512), WageubnParameters.GradientRanges[random.Next(4)]))];
            Same(parameters, RandomWageubn.State(parameters, i), random.Next(1, 8), random.Next(128), drawn);
        }
    }

    // Nineteen normalisations: an error of one code anywhere spreads.
    [Fact]
    public void A_deep_network_equals_that_of_plain_loops()
    {
        var network = ResidualNetwork.Parse("16C3-R16P-R16-R16-R32/2-R32-R32-R64/2-R64-R64-GAP-10CE", new(6, 6, 3));
        Same(new(network), WageubnState.Start(new(network), 2), 3, largest: 127, [new(26, 128)]);
    }

    // Weights, scales and offsets at their ends reach the clips of streams, x̂ and activations, which nothing in training does.
    [Theory]
    [InlineData(1, 127)]
    [InlineData(-1, 127)]
    [InlineData(1, 1)]
    public void State_and_images_at_their_ends_equal_those_of_plain_loops(int sign, int largest)
    {
        var parameters = new WageubnParameters(ResidualNetwork.Parse("9C3-R9-R9P-B4/2-GAP-3CE", new(5, 5, 2))) { ActivationClip = null };
        var start = RandomWageubn.State(parameters, 7);
        var state = WageubnState.Of(kind => [.. start[kind].Select(array => array.Select((value, i) => kind switch
        {
            TensorKind.Weight or TensorKind.Gamma or TensorKind.Beta => i % 7 == 3 ? -int.MaxValue : sign * int.MaxValue,
            TensorKind.RunningMean or TensorKind.RunningDeviation => int.MaxValue,
            _ => value,
        }).ToArray())]);
        var made = Same(parameters, state, 3, largest, rates);
        Assert.Contains(made, tensor => tensor.Kind == TensorKind.Stream && tensor.Values.Max(Math.Abs) == (1 << 23) - 1);
    }

    [Fact]
    public void Black_images_have_constant_channels_whose_filters_get_no_gradient()
    {
        var parameters = new WageubnParameters(ResidualNetwork.Parse("4C3-R4-5C3/2-GAP-3CE", new(5, 4, 1)));
        var made = Same(parameters, RandomWageubn.State(parameters, 8), 3, largest: 0, rates);
        Assert.All(made.Where(t => t.Kind == TensorKind.Deviation && t.Layer == 0), t => Assert.All(t.Values, v => Assert.Equal(0, v)));
        Assert.All(made.Where(t => t.Kind == TensorKind.Gradient && t.Layer == 0), t => Assert.All(t.Values, v => Assert.Equal(0, v)));
        Assert.Contains(made, t => t.Kind == TensorKind.BetaStep && t.Layer == 0 && t.Values.Any(v => v != 0));
    }

    [Fact]
    public void One_image_of_one_pixel_has_no_variance_and_still_trains_offsets_and_the_dense_layer()
    {
        var parameters = new WageubnParameters(ResidualNetwork.Parse("4C3-R4-GAP-3CE", new(1, 1, 2)));
        var made = Same(parameters, RandomWageubn.State(parameters, 9), 1, largest: 127, [new(26, 128)]);
        Assert.All(made.Where(t => t.Kind is TensorKind.Deviation or TensorKind.Normalised),
            t => Assert.All(t.Values, v => Assert.Equal(0, v)));
        Assert.Contains(made, t => t.Kind == TensorKind.Step && t.Layer == 3 && t.Values.Any(v => v != 0));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    public void Running_statistics_of_other_decays_equal_those_of_plain_loops(int shift)
    {
        var parameters = new WageubnParameters(ResidualNetwork.Parse("4C3-5C3-GAP-3CE", new(5, 4, 1))) { RunningShift = shift };
        Same(parameters, WageubnState.Start(parameters, 2), 4, largest: 127, [.. rates, .. rates]);
    }

    [Fact]
    public void Inference_does_not_depend_on_how_images_are_grouped()
    {
        var parameters = new WageubnParameters(ResidualNetwork.Parse("3C3-R4/2-GAP-3CE", new(5, 5, 1)));
        var (trainer, state) = (new WageubnTrainer(parameters), RandomWageubn.State(parameters, 3));
        var batch = RandomWageubn.Batch(parameters.Residual, 70, 4);
        long[] all = trainer.Infer(state, batch.Inputs, 70);
        Assert.Equal(70 * 3, all.Length);
        Assert.Equal(all, batch.Inputs.Chunk(25).SelectMany(image => trainer.Infer(state, image, 1)));
    }

    [Fact]
    public void It_learns_to_tell_prototypes_with_noise_apart()
    {
        var parameters = new WageubnParameters(ResidualNetwork.Parse("6C3-R6-R8/2-GAP-4CE", new(6, 6, 1)));
        var (trainer, state, random) = (new WageubnTrainer(parameters), WageubnState.Start(parameters, 1), new Random(2));
        var prototypes = RandomWageubn.Batch(parameters.Residual, 4, 1);
        var (losses, errors) = (new List<double>(), new List<int>());
        for (uint step = 0; step < 120; step++)
        {
            var made = trainer.Step(state, Noisy(16), new(511, 128), RandomWageubn.Draws(parameters.Residual, 1, step));
            losses.Add(made.Loss / 16);
            errors.Add(made.TrainErrors);
        }
        Assert.InRange(losses[0], Math.Log(4) / 2, Math.Log(4) * 2);
        Assert.True(losses.TakeLast(10).Average() < losses[0] / 4, $"loss {losses[0]}, then {losses.TakeLast(10).Average()}");
        Assert.True(errors.TakeLast(10).Sum() <= 8, $"{errors.TakeLast(10).Sum()} of 160 wrong in the end");

        TrainingBatch Noisy(int count)
        {
            int[] labels = [.. Enumerable.Range(0, count).Select(_ => random.Next(4))];
            return new(count, [.. labels.SelectMany(label => prototypes.Inputs.Skip(36 * label).Take(36))
                .Select(code => (sbyte)Math.Clamp(code / 2 + random.Next(-40, 41), -127, 127))], labels);
        }
    }

    [Theory]
    [InlineData(0, 128, "learning-rate code 0 is outside 1..511")]
    [InlineData(512, 128, "learning-rate code 512 is outside 1..511")]
    [InlineData(26, 64, "gradient range 64 is not one of 2, 8, 32, 128")]
    public void Rates_out_of_range_are_refused(int learningRate, int range, string told)
    {
        var parameters = new WageubnParameters(ResidualNetwork.Parse("2C1-GAP-2CE", new(2, 2, 1)));
        var e = Assert.Throws<InputException>(() => new WageubnTrainer(parameters).Step(WageubnState.Start(parameters, 1),
            RandomWageubn.Batch(parameters.Residual, 2, 1), new(learningRate, range), RandomWageubn.Draws(parameters.Residual, 1, 1)));
        Assert.Equal(told, e.Message);
    }

    // Returns the tensors of the last step.
    private static IReadOnlyList<NamedTensor> Same(
        WageubnParameters parameters, WageubnState state, int count, int largest, WageubnRate[] steps)
    {
        var (trainer, network, other) = (new WageubnTrainer(parameters), parameters.Residual, state.Copy());
        IReadOnlyList<NamedTensor> tensors = [];
        for (int s = 0; s < steps.Length; s++)
        {
            var batch = RandomWageubn.Batch(network, count, 10 + s, largest);
            var draws = RandomWageubn.Draws(network, 9, (uint)s);
            tensors = trainer.Step(state, batch, steps[s], draws).Tensors;
            var naive = new NaiveWageubn(parameters, other, batch, steps[s], draws).Step();
            Assert.Equal(naive.Count, tensors.Count);
            Tensors.AssertSame([.. tensors.Select(tensor => naive[(tensor.Kind, tensor.Layer)])], tensors, $"step {s}");
            var after = RandomWageubn.Batch(network, count, 100 + s, largest);
            Assert.Equal(NaiveWageubn.Infer(parameters, other, after), trainer.Infer(state, after.Inputs, count));
        }
        return tensors;
    }
}
