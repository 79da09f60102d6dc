using WageSim.Models;
using WageSim.Models.Golden;
using WageSim.Models.Golden.Niti;
using WageSim.Models.Networks;
using WageSim.Models.Schemes.Niti;

namespace WageSim.Tests.Models.Golden.Niti;

public sealed class NitiTrainerTests
{
    [Theory]
    [InlineData("5C3-MP2-7C5-11FC-3CE", 9, 7, 3, 5)]
    [InlineData("3C1-6C3-MP3-4CE", 5, 6, 2, 7)]
    [InlineData("6C5v-MP2-9C3-13FC-10CE", 12, 11, 1, 3)]
    [InlineData("4C3/2g2-2CE", 7, 7, 2, 6)]
    [InlineData("12FC-33FC-70CE", 3, 5, 1, 13)]
    [InlineData("1CE", 2, 2, 1, 1)]
    public void Every_tensor_equals_that_of_plain_loops(string notation, int height, int width, int channels, int batch)
    {
        var network = Network.Parse(notation, new(height, width, channels));
        foreach (var loss in Enum.GetValues<NitiLoss>())
        foreach (var rounding in Enum.GetValues<NitiRounding>())
        {
            var parameters = NitiParameters.Default(network) with { Loss = loss, Rounding = rounding };
            var trainer = new NitiTrainer(parameters);
            int[][] weights = NitiInitializer.Draw(parameters, 4), others = NitiInitializer.Draw(parameters, 4);
            for (int bits = NitiParameters.LeastGradientBits; bits <= NitiParameters.MostGradientBits; bits++)
            {
                var images = RandomBatch.Of(network, batch, bits);
                images.Inputs[0] = -128;
                var draws = NitiDraws.Of(parameters, 9, (uint)(bits + 1), batch);
                int exponent = bits % 2 == 0 ? -5 : -9;
                var made = trainer.Step(weights, images, exponent, bits, draws);
                var expected = NaiveNiti.Step(parameters, others, images, exponent, bits, draws);
                Tensors.AssertSame(expected, made.Tensors, $"{bits} bits");
            }
            Assert.Equal(others, weights);
        }
    }

    // Small codes need no shift; an image of nothing but zeros has no gradient.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Small_and_zero_tensors_equal_those_of_plain_loops(int largest)
    {
        var network = Network.Parse("3C3-MP2-5FC-4CE", new(5, 5, 1));
        foreach (var rounding in Enum.GetValues<NitiRounding>())
        {
            var parameters = NitiParameters.Default(network) with { Rounding = rounding };
            int[][] weights = [.. NitiInitializer.Draw(parameters, 2).Select(layer => Array.ConvertAll(layer, w => w % (largest + 2)))];
            int[][] others = [.. weights.Select(layer => (int[])layer.Clone())];
            var random = RandomBatch.Of(network, 3, largest);
            var images = random with { Inputs = Array.ConvertAll(random.Inputs, v => (sbyte)Math.Clamp((int)v, -largest, largest)) };
            var draws = NitiDraws.Of(parameters, 1, 1, 3);
            var made = new NitiTrainer(parameters).Step(weights, images, -7, 5, draws);
            Tensors.AssertSame(NaiveNiti.Step(parameters, others, images, -7, 5, draws), made.Tensors, $"{rounding}");
            if (largest > 0) continue;
            Assert.All(made.Tensors.Where(t => t.Kind == TensorKind.Update), t => Assert.DoesNotContain(t.Values, v => v != 0));
        }
    }

    [Fact]
    public void Dropout_silences_the_same_features_of_all_images_and_doubles_the_rest()
    {
        var network = Network.Parse("3C3-MP2-12FC-4CE", new(6, 6, 1));
        var plain = NitiParameters.Default(network);
        var parameters = plain with { Dropout = true };
        var batch = RandomBatch.Of(network, 5, 1);
        var draws = NitiDraws.Of(parameters, 3, 7, 5);
        Assert.Equal(12, draws.Kept.Length);
        Assert.Contains(true, draws.Kept);
        Assert.Contains(false, draws.Kept);
        int[][] weights = NitiInitializer.Draw(parameters, 1), others = NitiInitializer.Draw(parameters, 1);
        var made = new NitiTrainer(parameters).Step(weights, batch, -5, 5, draws).Tensors;
        var whole = new NitiTrainer(plain).Step(others, batch, -5, 5, draws with { Kept = [] }).Tensors;
        long[] kept = Values(made, TensorKind.Activation, 1), all = Values(whole, TensorKind.Activation, 1);
        Assert.Equal(all.Select((code, i) => draws.Kept[i % 12] ? code : 0), kept);
        Assert.All(Values(made, TensorKind.Error, 1).Where((_, i) => !draws.Kept[i % 12]), code => Assert.Equal(0, code));
        Assert.All(Values(made, TensorKind.Gradient, 2).Where((_, i) => !draws.Kept[i / 4]), sum => Assert.Equal(0, sum));
        long exponent = Values(made, TensorKind.ActivationExponent, 1)[0] + 1 + parameters.WeightExponents[2];
        Assert.Equal(exponent + Values(made, TensorKind.ActivationShift, 2)[0], Values(made, TensorKind.ActivationExponent, 2)[0]);

        static long[] Values(IReadOnlyList<NamedTensor> tensors, TensorKind kind, int layer) =>
            tensors.Single(tensor => tensor.Kind == kind && tensor.Layer == layer).Values;
    }

    [Fact]
    public void Inference_has_the_logits_of_a_step_without_dropout()
    {
        var network = Network.Parse("3C3-MP2-12FC-4CE", new(6, 6, 1));
        var parameters = NitiParameters.Default(network);
        int[][] weights = NitiInitializer.Draw(parameters, 1);
        var batch = RandomBatch.Of(network, 5, 1);
        var logits = new NitiTrainer(parameters with { Dropout = true }).Infer(weights, batch, -5);
        var step = new NitiTrainer(parameters).Step(weights, batch, -5, 5, NitiDraws.Of(parameters, 1, 0, 5));
        Assert.Equal(step.Tensors.Single(t => t.Kind == TensorKind.Code && t.Layer == 2).Values, logits.Codes);
        Assert.Equal(step.Tensors.Single(t => t.Kind == TensorKind.ActivationExponent && t.Layer == 2).Values[0], logits.Exponent);
        int[] chosen = [.. logits.Codes.Chunk(4).Select(codes => Array.IndexOf(codes, codes.Max()))];
        Assert.Equal(batch.Labels.Zip(chosen).Count(pair => pair.First != pair.Second), step.TrainErrors);
    }

    [Fact]
    public void It_learns_to_tell_prototypes_with_noise_apart()
    {
        var network = Network.Parse("24FC-4CE", new(6, 6, 1));
        var parameters = NitiParameters.Default(network);
        var trainer = new NitiTrainer(parameters);
        int[][] weights = NitiInitializer.Draw(parameters, 1);
        var prototypes = RandomBatch.Of(network, 4, 1);
        var random = new Random(2);
        var errors = new List<int>();
        for (uint step = 0; step < 60; step++)
        {
            int[] labels = [.. Enumerable.Range(0, 16).Select(_ => random.Next(4))];
            sbyte[] inputs = [.. labels.SelectMany(label => prototypes.Inputs.Skip(36 * label).Take(36))
                .Select(code => (sbyte)Math.Clamp(code / 2 + random.Next(-60, 61), -127, 127))];
            var draws = NitiDraws.Of(parameters, 1, step, 16);
            errors.Add(trainer.Step(weights, new(16, inputs, labels), -7, step < 30 ? 4 : 3, draws).TrainErrors);
        }
        Assert.True(errors.Take(3).Sum() > 12, $"{errors.Take(3).Sum()} of 48 wrong in the beginning");
        Assert.True(errors.TakeLast(10).Sum() <= 16, $"{errors.TakeLast(10).Sum()} of 160 wrong in the end");
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(6)]
    public void Gradient_bits_out_of_range_are_refused(int bits)
    {
        var network = Network.Parse("4CE", new(2, 2, 1));
        var parameters = NitiParameters.Default(network);
        var e = Assert.Throws<InputException>(() => new NitiTrainer(parameters).Step(
            NitiInitializer.Draw(parameters, 1), RandomBatch.Of(network, 1, 1), -5, bits, NitiDraws.Of(parameters, 1, 1, 1)));
        Assert.Equal($"gradient bits {bits} are outside -1..5", e.Message);
    }
}
