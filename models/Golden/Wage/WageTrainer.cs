using WageSim.Models.Networks;
using WageSim.Models.Schemes.Wage;

namespace WageSim.Models.Golden.Wage;

/// <summary>WAGE training written as the paper has it, in real numbers held by doubles: what the machine is compared with.</summary>
/// <remarks>Equations are those of Wu et al., ICLR 2018. It shares no arithmetic with the integer code of the machine.</remarks>
public sealed class WageTrainer : IGoldenTrainer
{
    private const int InferenceBatch = 128;

    /// <summary>Below this, all whole numbers are doubles.</summary>
    private const long Doubles = 1L << 53;

    private readonly WageParameters parameters;

    public WageTrainer(WageParameters parameters)
    {
        this.parameters = parameters;
        foreach (var layer in Layers)
        {
            long weight = MaxCode(Bits.Weight), error = MaxCode(Bits.Error) * (layer.Pool?.Cover ?? 1);
            Bound(layer, "sums", (Int128)layer.FanIn * MaxCode(parameters.InputBitsOf(layer)) * weight, Doubles);
            Bound(layer, "errors handed back", (Int128)layer.Kernel * layer.Kernel * layer.GroupOutputs * error * weight, Doubles);
        }
    }

    /// <summary>Sums gradients as whole numbers even where doubles hold them; results do not depend on it.</summary>
    public bool WholeGradients { get; init; }

    private IReadOnlyList<WeightLayer> Layers => parameters.Network.Layers;
    private BitWidths Bits => parameters.Bits;

    StepTensors IGoldenTrainer.Step(int[][] state, TrainingBatch batch, StepRate rate, StepDraws draws) =>
        Step(state, batch, rate.Rate, layer => draws[WeightDraws.TensorName(layer)]);

    long[] IGoldenTrainer.Infer(int[][] state, TrainingBatch batch) => Infer(state, batch.Inputs, batch.Count);

    /// <summary>One step: forward, backward and update of the stored weight codes, in place.</summary>
    /// <param name="weights">Stored codes of each layer, in the order of <see cref="WeightLayer.WeightDimensions"/>.</param>
    /// <param name="batch">Images and classes.</param>
    /// <param name="learningRateLog2">log2 of the learning rate η.</param>
    /// <param name="draws">Layer → one 16-bit draw a weight; asked once a layer, needed or not.</param>
    public StepTensors Step(int[][] weights, TrainingBatch batch, int learningRateLog2, Func<int, ushort[]> draws)
    {
        foreach (var layer in Layers)
        {
            Bound(layer, "gradients of an image", LargestGradient(layer, 1), Doubles);
            Bound(layer, "gradients", LargestGradient(layer, batch.Count), long.MaxValue);
        }
        var passes = Forward(weights, batch.Inputs, batch.Count);
        var tensors = new List<NamedTensor>();
        foreach (var pass in passes)
        {
            var layer = pass.Layer;
            tensors.Add(Tensor(TensorKind.Accumulator, layer, layer.Accumulator, batch.Count, pass.Sums, SumUnit(layer)));
            if (layer.IsLast) break;
            double unit = WageQuantisers.Sigma(Bits.Activation);
            tensors.Add(Tensor(TensorKind.Activation, layer, layer.Output, batch.Count, pass.Output, unit));
        }
        var (errors, loss) = Loss(passes[^1], batch.Labels);
        foreach (var pass in passes.Reverse())
        {
            var layer = pass.Layer;
            // The authors' order: clip mask of QA, then QE over the whole tensor, then ReLU mask, then pool.
            if (!layer.IsLast) Mask(errors, pass.Scaled, x => x <= 1 - WageQuantisers.Sigma(Bits.Activation));
            errors = WageQuantisers.Errors(errors, Bits.Error);
            tensors.Add(Tensor(TensorKind.Error, layer, layer.Output, batch.Count, errors, WageQuantisers.Sigma(Bits.Error)));
            if (!layer.IsLast) Mask(errors, pass.Scaled, x => x > 0);
            if (layer.Pool is not null) errors = MaxPool.Route(errors, pass.Maxima, pass.Sums.Length);

            double unit = WageQuantisers.Sigma(Bits.Error) * InputUnit(layer);
            bool whole = WholeGradients || LargestGradient(layer, batch.Count) >= Doubles;
            double[] gradient = whole ? [] : Products.Gradient(layer, errors, pass.Input, batch.Count);
            long[] sums = whole ? Products.WholeGradient(layer, errors, pass.Input, batch.Count, unit) : Codes(gradient, unit);
            tensors.Add(new(TensorKind.Gradient, layer.Index, layer.WeightDimensions, sums));
            // The 1/α of the chain rule is left out: QE divides by a power of two anyway.
            if (layer.Index > 0) errors = Products.InputErrors(layer, pass.Weights, errors, batch.Count);
            int[] stored = weights[layer.Index];
            Update(stored, whole
                ? WholeSteps.Of(sums, learningRateLog2, draws(layer.Index), Bits.Gradient)
                : WageQuantisers.Steps(gradient, Math.ScaleB(1, learningRateLog2), draws(layer.Index), Bits.Gradient));
            tensors.Add(new(TensorKind.Weight, layer.Index, layer.WeightDimensions, Array.ConvertAll(stored, code => (long)code)));
        }
        return new(tensors, loss, Wrong(passes[^1].Scaled, batch.Labels));
    }

    /// <summary>The last layer's exact sums (count × classes) of a number of images.</summary>
    public long[] Infer(int[][] weights, sbyte[] inputs, int count)
    {
        int image = parameters.Network.Input.Count;
        var outputs = new List<long>(count * parameters.Network.Classes);
        for (int first = 0; first < count; first += InferenceBatch)
        {
            int samples = Math.Min(InferenceBatch, count - first);
            var last = Forward(weights, inputs[(first * image)..((first + samples) * image)], samples)[^1];
            outputs.AddRange(Codes(last.Sums, SumUnit(last.Layer)));
        }
        return [.. outputs];
    }

    /// <summary>One layer's forward pass, kept for the backward pass.</summary>
    /// <param name="Maxima">Where each pooled sum came from; empty without a pool.</param>
    /// <param name="Scaled">Sums after the pool, divided by α.</param>
    private sealed record Pass(
        WeightLayer Layer, double[] Weights, double[] Input, double[] Sums, int[] Maxima, double[] Scaled, double[] Output);

    private Pass[] Forward(int[][] weights, sbyte[] inputs, int count)
    {
        var passes = new Pass[Layers.Count];
        double[] input = Array.ConvertAll(inputs, code => code * WageQuantisers.Sigma(WageParameters.InputBits));
        foreach (var layer in Layers)
        {
            var stored = Array.ConvertAll(weights[layer.Index], code => code * WageQuantisers.Sigma(Bits.Gradient));
            var used = WageQuantisers.Weights(stored, Bits.Weight);
            var sums = Products.Forward(layer, used, input, count);
            var maxima = layer.Pool is { } pool ? MaxPool.Maxima(layer, pool, sums, count) : [];
            var pooled = layer.Pool is not null ? Array.ConvertAll(maxima, i => sums[i]) : sums;
            double alpha = Math.ScaleB(1, parameters.AlphaLog2[layer.Index]);
            var scaled = Array.ConvertAll(pooled, z => z / alpha);
            var output = layer.IsLast ? scaled : WageQuantisers.Activations(scaled, Bits.Activation);
            passes[layer.Index] = new(layer, used, input, sums, maxima, scaled, output);
            input = output;
        }
        return passes;
    }

    private (double[] Errors, double Loss) Loss(Pass last, int[] labels)
    {
        var outputs = last.Scaled;
        if (parameters.Network.Loss == Networks.Loss.CrossEntropy)
        {
            double unit = SumUnit(last.Layer);
            var sums = Array.ConvertAll(last.Sums, sum => sum / unit);
            return (CrossEntropy.Errors(sums, labels, parameters.TargetLog2), CrossEntropy.Loss(outputs, labels));
        }
        // L = 1/2 Σ (out - y)², not averaged over the batch, so the first error is out - y.
        var errors = (double[])outputs.Clone();
        for (int sample = 0; sample < labels.Length; sample++) errors[sample * parameters.Network.Classes + labels[sample]] -= 1;
        return (errors, errors.Sum(error => error * error / 2));
    }

    private int Wrong(double[] outputs, int[] labels)
    {
        int classes = parameters.Network.Classes, wrong = 0;
        for (int sample = 0; sample < labels.Length; sample++)
        {
            var logits = outputs.AsSpan(sample * classes, classes);
            int best = 0;
            for (int c = 1; c < classes; c++)
            {
                if (logits[c] > logits[best]) best = c;
            }
            if (best != labels[sample]) wrong++;
        }
        return wrong;
    }

    // W ← Clip{W - ΔW} (eq. 11), at the bound of kG (paper) or of kW (authors' code).
    private void Update(int[] stored, double[] steps)
    {
        double unit = WageQuantisers.Sigma(Bits.Gradient);
        for (int i = 0; i < stored.Length; i++)
        {
            stored[i] = (int)(WageQuantisers.Clip(stored[i] * unit - steps[i], parameters.WeightClipBits) / unit);
        }
    }

    private static void Mask(double[] errors, double[] scaled, Func<double, bool> passes)
    {
        for (int i = 0; i < errors.Length; i++)
        {
            if (!passes(scaled[i])) errors[i] = 0;
        }
    }

    private double InputUnit(WeightLayer layer) => WageQuantisers.Sigma(parameters.InputBitsOf(layer));

    private double SumUnit(WeightLayer layer) => InputUnit(layer) * WageQuantisers.Sigma(Bits.Weight);

    private static NamedTensor Tensor(TensorKind kind, WeightLayer layer, ImageShape shape, int batch, double[] values, double unit) =>
        new(kind, layer.Index, layer.BatchDimensions(batch, shape), Codes(values, unit));

    private static long[] Codes(double[] values, double unit) => Array.ConvertAll(values, value => (long)(value / unit));

    // Each error code reaches one position of the sums, so overlapping pools add nothing.
    private Int128 LargestGradient(WeightLayer layer, int batch) =>
        (Int128)batch * layer.Output.Pixels * MaxCode(parameters.InputBitsOf(layer)) * MaxCode(Bits.Error);

    private static long MaxCode(int bits) => (1L << bits - 1) - 1;

    private static void Bound(WeightLayer layer, string what, Int128 largest, long limit)
    {
        if (largest >= limit) throw new InputException($"layer {layer.Name}: {what} could reach {largest}; below {limit} is allowed");
    }
}
