using WageSim.Models.Networks;
using WageSim.Models.Schemes.Niti;

namespace WageSim.Models.Golden.Niti;

/// <summary>NITI training tensor by tensor, in integers, as the authors' code has it (arXiv 2009.13108).</summary>
/// <remarks>Products are made in doubles, which hold all sums that can occur. It shares no arithmetic with the machine.</remarks>
public sealed class NitiTrainer : IGoldenTrainer
{
    /// <summary>Below this, all whole numbers are doubles.</summary>
    private const long Doubles = 1L << 53;

    private readonly NitiParameters parameters;

    public NitiTrainer(NitiParameters parameters)
    {
        parameters.Check();
        this.parameters = parameters;
    }

    private IReadOnlyList<WeightLayer> Layers => parameters.Network.Layers;

    StepTensors IGoldenTrainer.Step(int[][] state, TrainingBatch batch, StepRate rate, StepDraws draws) =>
        Step(state, batch, batch.Exponent, rate.Rate, NitiDraws.Of(draws));

    long[] IGoldenTrainer.Infer(int[][] state, TrainingBatch batch) => Infer(state, batch, batch.Exponent).Codes;

    /// <summary>One step: forward, backward and update of the weight codes, in place.</summary>
    /// <param name="weights">Codes of each layer, -127…127, in the order of <see cref="WeightLayer.WeightDimensions"/>.</param>
    /// <param name="inputExponent">Input code c stands for c · 2^inputExponent.</param>
    /// <param name="gradientBits">Updates are up to 2^gradientBits codes.</param>
    public StepTensors Step(int[][] weights, TrainingBatch batch, int inputExponent, int gradientBits, NitiDraws draws)
    {
        NitiParameters.CheckGradientBits(gradientBits);
        foreach (var layer in Layers) BoundGradient(layer, batch.Count);
        var passes = Forward(weights, batch, inputExponent, draws);
        var tensors = passes.SelectMany(pass => Results(pass, batch.Count)).ToList();

        var last = passes[^1];
        long[] loss = NitiCrossEntropy.Errors(last.Codes, batch.Labels, last.Exponent, parameters.Loss);
        tensors.Add(Tensor(TensorKind.LossError, last.Layer, last.Layer.Output, batch.Count, loss));
        var errors = NitiQuantisers.Errors(loss, draws.Loss);
        foreach (var pass in passes.Reverse())
        {
            var layer = pass.Layer;
            tensors.Add(Scalar(TensorKind.ErrorShift, layer, errors.Shift));
            tensors.Add(Tensor(TensorKind.Error, layer, layer.Output, batch.Count, errors.Codes));
            double[] routed = Routed(pass, errors.Codes);
            var gradient = Array.ConvertAll(Products.Gradient(layer, routed, pass.Input, batch.Count), sum => (long)sum);
            // With the weights from before the update.
            long[] handedBack = layer.Index == 0 ? []
                : Array.ConvertAll(Products.InputErrors(layer, pass.Weights, routed, batch.Count), sum => (long)sum);
            var update = NitiQuantisers.Update(gradient, gradientBits);
            int[] stored = weights[layer.Index];
            for (int i = 0; i < stored.Length; i++) stored[i] = (int)NitiQuantisers.Clip(stored[i] - update.Codes[i]);
            tensors.Add(new(TensorKind.Gradient, layer.Index, layer.WeightDimensions, gradient));
            tensors.Add(Scalar(TensorKind.GradientShift, layer, update.Shift));
            tensors.Add(new(TensorKind.Update, layer.Index, layer.WeightDimensions, update.Codes));
            tensors.Add(new(TensorKind.Weight, layer.Index, layer.WeightDimensions, Array.ConvertAll(stored, code => (long)code)));
            if (layer.Index == 0) break;

            var before = Layers[layer.Index - 1];
            tensors.Add(Tensor(TensorKind.ErrorAccumulator, before, before.Output, batch.Count, handedBack));
            errors = NitiQuantisers.Codes(handedBack, parameters.Rounding);
            if (layer.IsLast && parameters.Dropout) errors = errors with { Codes = Dropped(errors.Codes, draws.Kept) };
        }
        return new(tensors, Loss(last, batch.Labels), Wrong(last, batch.Labels));
    }

    /// <summary>The logits of a batch, without dropout. Exponents are those of the batch: it is to be as large as in other runs.</summary>
    public NitiLogits Infer(int[][] weights, TrainingBatch batch, int inputExponent)
    {
        var last = Forward(weights, batch, inputExponent, draws: null)[^1];
        return new(last.Codes, last.Exponent);
    }

    /// <summary>One layer's forward pass, kept for the backward pass.</summary>
    /// <param name="Codes">Requantised sums, of value code · 2^Exponent.</param>
    /// <param name="Maxima">Where each pooled code came from; empty without a pool.</param>
    /// <param name="Output">After ReLU, pool and, in front of the last layer, dropout.</param>
    private sealed record Pass(
        WeightLayer Layer, double[] Weights, double[] Input,
        long[] Sums, long[] Codes, int Shift, int Exponent, int[] Maxima, long[] Output);

    private Pass[] Forward(int[][] weights, TrainingBatch batch, int inputExponent, NitiDraws? draws)
    {
        var passes = new Pass[Layers.Count];
        long[] input = Array.ConvertAll(batch.Inputs, code => (long)code);
        int exponent = inputExponent;
        foreach (var layer in Layers)
        {
            if (layer.IsLast && parameters.Dropout && draws is not null)
            {
                input = Dropped(input, draws.Kept);
                // Half of the features carry what all did.
                exponent++;
                if (layer.Index > 0) passes[layer.Index - 1] = passes[layer.Index - 1] with { Output = input };
            }
            double[] used = Array.ConvertAll(weights[layer.Index], code => (double)code);
            double[] read = Array.ConvertAll(input, code => (double)code);
            long[] sums = Array.ConvertAll(Products.Forward(layer, used, read, batch.Count), sum => (long)sum);
            var (codes, shift) = NitiQuantisers.Codes(sums, parameters.Rounding);
            exponent += parameters.WeightExponents[layer.Index] + shift;
            long[] positive = layer.IsLast ? codes : Array.ConvertAll(codes, code => Math.Max(code, 0));
            int[] maxima = layer.Pool is { } pool
                ? MaxPool.Maxima(layer, pool, Array.ConvertAll(positive, code => (double)code), batch.Count)
                : [];
            input = layer.Pool is null ? positive : Array.ConvertAll(maxima, i => positive[i]);
            passes[layer.Index] = new(layer, used, read, sums, codes, shift, exponent, maxima, input);
        }
        return passes;
    }

    private static IEnumerable<NamedTensor> Results(Pass pass, int batch)
    {
        var layer = pass.Layer;
        yield return Tensor(TensorKind.Accumulator, layer, layer.Accumulator, batch, pass.Sums);
        yield return Scalar(TensorKind.ActivationShift, layer, pass.Shift);
        yield return Scalar(TensorKind.ActivationExponent, layer, pass.Exponent);
        yield return Tensor(TensorKind.Code, layer, layer.Accumulator, batch, pass.Codes);
        if (!layer.IsLast) yield return Tensor(TensorKind.Activation, layer, layer.Output, batch, pass.Output);
    }

    // To the place of the maximum, then the mask of ReLU.
    private static double[] Routed(Pass pass, long[] errors)
    {
        double[] routed = Array.ConvertAll(errors, code => (double)code);
        if (pass.Layer.Pool is not null) routed = MaxPool.Route(routed, pass.Maxima, pass.Codes.Length);
        for (int i = 0; i < routed.Length && !pass.Layer.IsLast; i++)
        {
            if (pass.Codes[i] <= 0) routed[i] = 0;
        }
        return routed;
    }

    private static long[] Dropped(long[] codes, bool[] kept)
    {
        var result = new long[codes.Length];
        for (int i = 0; i < result.Length; i++) result[i] = kept[i % kept.Length] ? codes[i] : 0;
        return result;
    }

    // For people only: nothing is computed from it.
    private static double Loss(Pass last, int[] labels) =>
        CrossEntropy.Loss(Array.ConvertAll(last.Codes, code => Math.ScaleB(code, last.Exponent)), labels);

    private static int Wrong(Pass last, int[] labels)
    {
        int classes = last.Layer.OutputChannels;
        return labels.Where((label, image) =>
        {
            long[] logits = last.Codes[(image * classes)..((image + 1) * classes)];
            return Array.IndexOf(logits, logits.Max()) != label;
        }).Count();
    }

    private static NamedTensor Tensor(TensorKind kind, WeightLayer layer, ImageShape shape, int batch, long[] values) =>
        new(kind, layer.Index, layer.BatchDimensions(batch, shape), values);

    private static NamedTensor Scalar(TensorKind kind, WeightLayer layer, int value) => new(kind, layer.Index, [], [value]);

    private static void BoundGradient(WeightLayer layer, int batch)
    {
        var largest = (Int128)batch * layer.Accumulator.Pixels * NitiParameters.MinCode * NitiParameters.MinCode;
        if (largest >= Doubles)
            throw new InputException($"layer {layer.Name}: gradients could reach {largest}; below {Doubles} is allowed");
    }
}
