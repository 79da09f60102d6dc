using WageSim.Models;
using WageSim.Models.Golden;
using WageSim.Models.Golden.Wage;
using WageSim.Models.Networks;
using WageSim.Models.Schemes.Wage;

namespace WageSim.Tests.Models.Golden.Wage;

public sealed class WageTrainerTests
{
    [Theory]
    [InlineData("6C3-MP2-8C3-MP2-12FC-5SSE", 9, 7, 2, 4, "2-8-8-8")]
    [InlineData("6C3-MP2-8C3-MP2-12FC-5SSE", 9, 7, 2, 4, "3-6-10-12")]
    [InlineData("6C3-MP2-8C3-MP2-12FC-5SSE", 9, 7, 2, 4, "8-8-16-16")]
    [InlineData("6C3-MP2-8C3-MP2-12FC-5SSE", 9, 7, 2, 4, "2-2-4-4")]
    [InlineData("4C5-5C1-MP2-3SSE", 5, 6, 3, 3, "4-5-12-15")]
    [InlineData("4C3-3C7-MP2-7FC-6SSE", 3, 2, 1, 5, "5-3-9-8")]
    [InlineData("20FC-9FC-10SSE", 4, 4, 1, 7, "2-4-6-16")]
    [InlineData("10SSE", 3, 3, 1, 6, "2-8-8-8")]
    [InlineData("3C3-MP2-1SSE", 2, 2, 1, 1, "2-8-8-8")]
    [InlineData("6C3-MP2-12FC-5CE", 9, 7, 2, 4, "2-8-8-8")]
    [InlineData("20FC-9CE", 4, 4, 1, 7, "3-2-6-16")]
    [InlineData("1CE", 3, 3, 1, 2, "2-8-8-8")]
    [InlineData("6C3-MP2-8C3-5SSE", 7, 6, 2, 4, "2-12-12-12")]
    [InlineData("4C3-9FC-5CE", 5, 4, 2, 3, "4-16-16-16")]
    [InlineData("5C3-MP2-3SSE", 4, 4, 1, 3, "11-9-13-16")]
    [InlineData("6C5/2p1-MP3/2-4C3p2-MP3/1-5FC-5SSE", 17, 14, 3, 3, "2-8-8-8")]
    [InlineData("6C5/2p1-MP3/2-4C3p2-MP3/1-5FC-5SSE", 17, 14, 3, 3, "3-6-10-13")]
    [InlineData("8C4/3-8C2-MP4/3-5SSE", 13, 16, 2, 3, "2-8-8-8")]
    [InlineData("4C3v-6C4/2v-MP2/1-3SSE", 11, 10, 1, 3, "2-5-8-9")]
    [InlineData("6C1/2-6C2/3p1-4C3/5-3SSE", 19, 20, 2, 2, "2-8-8-8")]
    [InlineData("6C3g2-MP3-8C3/2g2-4C5g4-5SSE", 12, 14, 4, 3, "2-8-10-8")]
    [InlineData("4C3g4-MP5/2-12C1g4-12C2g12-5SSE", 13, 11, 4, 3, "2-8-8-8")]
    public void Real_arithmetic_equals_plain_integer_loops(string notation, int height, int width, int channels, int batch, string bits)
    {
        var network = Network.Parse(notation, new(height, width, channels));
        var defaults = WageParameters.Default(network, BitWidths.Parse(bits));
        // The second has no layer scales, so most activations clip; the third clips weights at kG as the paper does.
        WageParameters[] variants =
        [
            defaults,
            defaults with { AlphaLog2 = [.. network.Layers.Select(_ => 0)] },
            defaults with { WeightClipBits = defaults.Bits.Gradient },
        ];
        foreach (var parameters in variants)
        {
            var trainer = new WageTrainer(parameters);
            int[][] weights = WageInitializer.Draw(parameters, 7), naive = WageInitializer.Draw(parameters, 7);
            for (int step = 0; step < 18; step++)
            {
                int rate = step % 9 - 3, s = step;
                var images = RandomBatch.Of(network, batch, step);
                var made = trainer.Step(weights, images, rate, Draws);
                var expected = NaiveWage.Step(parameters, naive, images, rate, Draws);
                Tensors.AssertSame(expected, made.Tensors, $"{parameters}, step {step}");

                ushort[] Draws(int layer) => WeightDraws.Of(7, (uint)s, layer, network.Layers[layer].WeightCount);
            }
        }
    }

    [Fact]
    public void Whole_gradients_are_those_of_doubles()
    {
        var parameters = WageParameters.Default(Network.Parse("6C3g2-MP2-5FC-3SSE", new(6, 5, 4)), BitWidths.Parse("2-8-10-12"));
        var batch = RandomBatch.Of(parameters.Network, 5, 7);
        int[][] weights = WageInitializer.Draw(parameters, 3), whole = WageInitializer.Draw(parameters, 3);
        ushort[] Draws(int layer) => WeightDraws.Of(3, 0, layer, parameters.Network.Layers[layer].WeightCount);
        var expected = new WageTrainer(parameters).Step(weights, batch, 2, Draws).Tensors;
        var actual = new WageTrainer(parameters) { WholeGradients = true }.Step(whole, batch, 2, Draws).Tensors;
        Assert.Equal(expected.Select(tensor => tensor.Values), actual.Select(tensor => tensor.Values));
        Assert.Equal(weights, whole);
    }

    [Fact]
    public void Loss_and_train_errors_follow_from_the_last_sums()
    {
        var (parameters, batch) = (Small(), RandomBatch.Of(Small().Network, 9, 3));
        var made = new WageTrainer(parameters).Step(WageInitializer.Draw(parameters, 1), batch, 0, layer => Zeros(parameters, layer));
        long[] sums = made.Tensors.Single(tensor => tensor.Kind == TensorKind.Accumulator && tensor.Layer == 2).Values;
        int classes = parameters.Network.Classes, wrong = 0;
        decimal squares = 0;
        for (int b = 0; b < batch.Count; b++)
        {
            long[] row = sums[(b * classes)..((b + 1) * classes)];
            if (Array.IndexOf(row, row.Max()) != batch.Labels[b]) wrong++;
            for (int c = 0; c < classes; c++)
            {
                decimal e = row[c] - (c == batch.Labels[b] ? 1L << parameters.TargetLog2 : 0);
                squares += e * e;
            }
        }
        Assert.Equal((double)squares * Math.ScaleB(1, -2 * parameters.TargetLog2 - 1), made.Loss);
        Assert.Equal(wrong, made.TrainErrors);
        Assert.InRange(wrong, 1, 9);
    }

    [Fact]
    public void Inference_gives_the_sums_of_a_step_whatever_the_batch()
    {
        var parameters = Small();
        var batch = RandomBatch.Of(parameters.Network, 150, 4);
        int[][] weights = WageInitializer.Draw(parameters, 2);
        long[] outputs = new WageTrainer(parameters).Infer(weights, batch.Inputs, batch.Count);
        var made = new WageTrainer(parameters).Step(weights, batch, 0, layer => Zeros(parameters, layer));
        long[] sums = made.Tensors.Single(tensor => tensor.Kind == TensorKind.Accumulator && tensor.Layer == 2).Values;
        Assert.Equal(sums, outputs.Select(sum => (long)sum));
    }

    [Fact]
    public void All_zero_tensors_stay_zero_and_change_no_weight()
    {
        var parameters = Small();
        int[][] weights = WageInitializer.Draw(parameters, 2);
        Array.Clear(weights[2]);
        int[][] before = [.. weights.Select(layer => (int[])layer.Clone())];
        // Black images: every sum is 0, so gradients are; and errors do not pass the last layer's zero weights.
        var batch = new TrainingBatch(2, new sbyte[2 * parameters.Network.Input.Count], [0, 3]);
        var made = new WageTrainer(parameters).Step(weights, batch, 3, layer => Zeros(parameters, layer));
        var zero = made.Tensors.Where(tensor => tensor.Kind is TensorKind.Gradient || tensor is { Kind: TensorKind.Error, Layer: < 2 });
        Assert.Equal(5, zero.Count());
        Assert.All(zero, tensor => Assert.All(tensor.Values, v => Assert.Equal(0, v)));
        Assert.Equal(before, weights);
        Assert.Equal(1, made.Loss);
    }

    [Fact]
    public void A_flat_index_is_told_as_coordinates()
    {
        var tensor = new NamedTensor(TensorKind.Error, 0, [2, 3, 4, 5], new long[120]);
        Assert.Equal("[0, 0, 0, 0]", tensor.Position(0));
        Assert.Equal("[1, 2, 3, 4]", tensor.Position(119));
        Assert.Equal("[1, 0, 2, 3]", tensor.Position(60 + 13));
    }

    [Fact]
    public void The_first_difference_is_found_and_none_is_minus_one()
    {
        var tensor = new NamedTensor(TensorKind.Error, 0, [4], [1, 2, 3, 4]);
        Assert.Equal(2, tensor.FirstDifference(tensor with { Values = [1, 2, 0, 0] }));
        Assert.Equal(-1, tensor.FirstDifference(tensor with { Values = [1, 2, 3, 4] }));
        Assert.Throws<ArgumentException>(() => tensor.FirstDifference(tensor with { Values = [1, 2, 3] }));
    }

    [Fact]
    public void Sums_that_could_be_more_than_doubles_hold_are_refused()
    {
        var parameters = WageParameters.Default(Network.Parse("1C1-2SSE", new(3000, 3000, 1)), BitWidths.Parse("16-16-16-8"));
        var e = Assert.Throws<InputException>(() => new WageTrainer(parameters));
        Assert.Contains("fc1", e.Message);
    }

    private static WageParameters Small() => WageParameters.Default(Network.Parse("4C3-MP2-8FC-4SSE", new(5, 4, 1)), BitWidths.Paper);

    private static ushort[] Zeros(WageParameters parameters, int layer) => new ushort[parameters.Network.Layers[layer].WeightCount];
}
