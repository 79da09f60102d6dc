using WageSim.Models.Golden;
using WageSim.Models.Golden.Wage;
using WageSim.Models.Networks;
using WageSim.Models.Schemes.Wage;
using WageSim.Workloads.Schemes.Wage;

namespace WageSim.Tests.Models.Golden;

public sealed class CrossEntropyTests
{
    [Theory]
    [InlineData(1, 11), InlineData(2, 2), InlineData(10, 12), InlineData(1000, 12), InlineData(1023, 46), InlineData(7, 30)]
    public void Real_numbers_give_the_errors_of_plain_integers(int classes, int unitLog2)
    {
        var random = new Random(classes);
        for (int row = 0; row < 200; row++)
        {
            long[] sums = Row(random, classes, unitLog2);
            int label = random.Next(classes);
            double[] errors = CrossEntropy.Errors(Array.ConvertAll(sums, sum => (double)sum), [label], unitLog2);
            Assert.Equal(NaiveSoftmax.Errors(sums, label, unitLog2), errors.Select(e => (long)Math.ScaleB(e, 16)));
        }
    }

    [Theory]
    [InlineData(2, 11), InlineData(10, 12), InlineData(300, 8), InlineData(1000, 16)]
    public void Probabilities_are_the_softmaxs_within_their_resolution(int classes, int unitLog2)
    {
        var random = new Random(classes);
        for (int row = 0; row < 200; row++)
        {
            var sums = Array.ConvertAll(Row(random, classes, unitLog2), sum => (double)sum);
            double[] errors = CrossEntropy.Errors(sums, [0], unitLog2);
            double total = sums.Sum(sum => Math.Exp(Math.ScaleB(sum - sums.Max(), -unitLog2)));
            for (int c = 0; c < classes; c++)
            {
                double softmax = Math.Exp(Math.ScaleB(sums[c] - sums.Max(), -unitLog2)) / total;
                // A power's exponent is cut to 1/256, the power to 2^-24, the quotient to 2^-16.
                double step = Math.Pow(2, 1 / 256.0) - 1 + 1e-4, cut = Math.ScaleB(classes + 1, -24);
                Assert.InRange(errors[c] + (c == 0 ? 1 : 0), softmax * (1 - step) - cut - Math.ScaleB(1, -16), softmax * (1 + step) + cut);
            }
        }
    }

    [Fact]
    public void Equal_outputs_share_the_probability_and_distant_ones_get_none()
    {
        Assert.Equal([0.25 - 1, 0.25, 0.25, 0.25], CrossEntropy.Errors([5, 5, 5, 5], [0], 3));
        // e^-17 is below 2^-24.
        Assert.Equal([1, 0, -1], CrossEntropy.Errors([17 * 8, 0, -1e9], [2], 3));
        Assert.Equal([0], CrossEntropy.Errors([-77], [0], 3));
    }

    [Fact]
    public void The_loss_is_the_sum_of_negative_log_probabilities()
    {
        Assert.Equal(2 * Math.Log(4), CrossEntropy.Loss([1, 1, 1, 1, 0, 0, 0, 0], [2, 3]), 1e-14);
        Assert.Equal(Math.Log(1 + Math.Exp(-3)) + 3, CrossEntropy.Loss([5, 2], [1]), 1e-14);
        Assert.Equal(2000, CrossEntropy.Loss([0, 2000], [0]));
    }

    [Fact]
    public void The_host_reads_the_same_loss_off_the_machines_sums()
    {
        foreach (string loss in (string[])["SSE", "CE"])
        {
            var network = Network.Parse($"4C3-MP2-8FC-5{loss}", new(6, 5, 2));
            var parameters = WageParameters.Default(network, BitWidths.Paper);
            var batch = RandomBatch.Of(network, 20, 3);
            var made = new WageTrainer(parameters).Step(
                WageInitializer.Draw(parameters, 1), batch, 0, layer => new ushort[network.Layers[layer].WeightCount]);
            long[] output = [.. made.Tensors.Single(tensor => tensor.Kind == TensorKind.Accumulator && tensor.Layer == 2).Values];
            if (loss == "SSE")
                for (int b = 0; b < 20; b++) output[b * 5 + batch.Labels[b]] -= 1L << parameters.TargetLog2;
            var read = WageLoss.Of(output, batch.Labels, parameters);
            Assert.Equal(made.Loss, read.Loss, 1e-12 * made.Loss);
            Assert.Equal(made.TrainErrors, read.Errors);
        }
    }

    // Sums of 32 bits, often within a few units of each other.
    private static long[] Row(Random random, int classes, int unitLog2)
    {
        long spread = 1L << Math.Min(31, random.Next(3) == 0 ? 31 : unitLog2 + random.Next(6));
        return [.. Enumerable.Range(0, classes).Select(_ => random.Next(20) == 0 ? int.MinValue : random.NextInt64(-spread, spread))];
    }
}
