using WageSim.Models.Networks.Residual;
using WageSim.Models.Schemes.Wageubn;

namespace WageSim.Models.Golden.Wageubn;

/// <summary>WAGEUBN training tensor by tensor, in integers: the machine form of Yang et al., arXiv 1909.02384.</summary>
/// <remarks>
/// Products are made in doubles, which hold all sums that can occur (below 2^53). All tensors of a step are kept in memory. It shares no
/// arithmetic with the machine.
/// </remarks>
public sealed class WageubnTrainer : IGoldenTrainer
{
    private const int InferenceBatch = 32;

    private readonly WageubnParameters parameters;

    public WageubnTrainer(WageubnParameters parameters)
    {
        parameters.Check();
        this.parameters = parameters;
    }

    private ResidualNetwork Network => parameters.Residual;

    /// <summary>One step: forward, backward and update of the state, in place. Everything in it uses the state before it.</summary>
    /// <param name="draws">Layer → one 16-bit draw a weight; asked once a layer, needed or not.</param>
    public StepTensors Step(WageubnState state, TrainingBatch batch, WageubnRate rate, Func<int, ushort[]> draws)
    {
        WageubnParameters.CheckRate(rate.LearningRate, rate.GradientRange);
        parameters.CheckBatch(batch.Count);
        var pass = WageubnForward.Run(parameters, state, batch.Inputs, batch.Count, running: false);
        var backward = new WageubnBackward(parameters, state, pass, batch.Count, rate, draws);

        var (last, end) = (Network.Layers[^1], Network.Norms[^1].Shape);
        // What the layers that read an activation hand back, and the wide error of each stream.
        var (handedBack, streams) = (new WideError?[Network.Norms.Count], new WideError[Network.Norms.Count]);
        var averaged = backward.Layer(last, WageubnLoss.Error(Network.Loss, pass.Logits, batch.Labels));
        handedBack[^1] = AveragePool.Backward(averaged!, end.Pixels, end.Channels);
        foreach (var norm in Network.Norms.Reverse())
        {
            var error = backward.Norm(norm, handedBack[norm.Index]!);
            // A block's error goes to its input past the convolutions, too, as it is.
            var identity = Network.Norms.FirstOrDefault(other => other.Identity == norm.Index);
            streams[norm.Index] = identity is null ? error : WideError.Sum(error, streams[identity.Index]);
            HandBack(Network.Layers[norm.Layer], streams[norm.Index]);
            if (norm.Projection is { } projection) HandBack(Network.Layers[projection], streams[norm.Index]);
        }
        long[] logits = pass.Logits;
        return new([.. ForwardTensors(pass, batch.Count), .. backward.Tensors],
            WageubnLoss.Value(Network.Loss, logits, batch.Labels), WageubnLoss.Wrong(logits, batch.Labels));

        void HandBack(ResidualLayer layer, WideError error)
        {
            if (backward.Layer(layer, error) is not { } handed) return;
            handedBack[layer.Norm] = handedBack[layer.Norm] is { } other ? WideError.Sum(other, handed) : handed;
        }
    }

    /// <summary>The logits (count × classes, unit 2^-14) of a number of images, with the running statistics.</summary>
    public long[] Infer(WageubnState state, sbyte[] inputs, int count)
    {
        int image = Network.Input.Count;
        var logits = new List<long>(count * Network.Classes);
        for (int first = 0; first < count; first += InferenceBatch)
        {
            int samples = Math.Min(InferenceBatch, count - first);
            sbyte[] part = inputs[(first * image)..((first + samples) * image)];
            logits.AddRange(WageubnForward.Run(parameters, state, part, samples, running: true).Logits);
        }
        return [.. logits];
    }

    StepTensors IGoldenTrainer.Step(int[][] state, TrainingBatch batch, StepRate rate, StepDraws draws) => Step(
        WageubnState.Of(Network, state), batch, WageubnRate.Of(rate), layer => draws[WeightDraws.TensorName(layer)]);

    long[] IGoldenTrainer.Infer(int[][] state, TrainingBatch batch) => Infer(WageubnState.Of(Network, state), batch.Inputs, batch.Count);

    private IEnumerable<NamedTensor> ForwardTensors(WageubnForward pass, int batch)
    {
        yield return Sums(Network.Layers[0]);
        foreach (var norm in Network.Norms)
        {
            int n = norm.Index;
            int[] shape = norm.BatchDimensions(batch), channels = [norm.Shape.Channels];
            var made = pass.Norms[n];
            yield return new(TensorKind.Stream, n, shape, pass.Streams[n]);
            yield return new(TensorKind.Mean, n, channels, Array.ConvertAll(made.Statistics, s => s.Mean));
            yield return new(TensorKind.Deviation, n, channels, Array.ConvertAll(made.Statistics, s => s.Deviation));
            yield return new(TensorKind.Normalised, n, shape, made.Normalised);
            yield return new(TensorKind.Activation, n, shape, made.Activation);
            foreach (var layer in Network.ReadersOf(norm)) yield return Sums(layer);
        }
        var last = Network.Layers[^1];
        yield return new(TensorKind.Pooled, last.Index, [batch, last.Weights.Input.Channels], pass.Pooled);
        yield return Sums(last);

        NamedTensor Sums(ResidualLayer layer) => new(
            TensorKind.Accumulator, layer.Index, layer.Weights.BatchDimensions(batch, layer.Weights.Accumulator), pass.Sums[layer.Index]);
    }
}
