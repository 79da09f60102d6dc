using WageSim.Models.Networks.Residual;
using WageSim.Models.Schemes.Wageubn;
using static WageSim.Models.Golden.Wageubn.WageubnRounding;

namespace WageSim.Models.Golden.Wageubn;

/// <summary>A forward pass of WAGEUBN, kept for the backward pass: every tensor by its layer or normalisation.</summary>
internal sealed class WageubnForward
{
    private const int WeightShift = 16, MaxStream = (1 << 23) - 1;

    private readonly WageubnParameters parameters;
    private readonly int batch;
    private readonly double[] images;

    private WageubnForward(WageubnParameters parameters, WageubnState state, sbyte[] inputs, int batch)
    {
        (this.parameters, this.batch) = (parameters, batch);
        images = Array.ConvertAll(inputs, code => (double)code);
        Weights = [.. state[TensorKind.Weight].Select(stored =>
            Array.ConvertAll(stored, w => (double)Clip(NearestEven(w, WeightShift), WageubnParameters.MaxCode)))];
        (Sums, Maxima) = (new long[Network.Layers.Count][], new int[Network.Layers.Count][]);
        (Streams, Norms) = (new long[Network.Norms.Count][], new NormPass[Network.Norms.Count]);
    }

    /// <summary>Weights as products use them, ±127, unit 2^-7.</summary>
    public double[][] Weights { get; }

    /// <summary>Exact sums of each layer, unit 2^-14.</summary>
    public long[][] Sums { get; }

    /// <summary>Where the pooled sums of a layer came from; null without a pool.</summary>
    public int[]?[] Maxima { get; }

    /// <summary>What each normalisation reads, unit 2^-14.</summary>
    public long[][] Streams { get; }

    /// <summary>Each normalisation's pass.</summary>
    public NormPass[] Norms { get; }

    /// <summary>Averages of the last activation, unit 2^-7.</summary>
    public long[] Pooled { get; private set; } = [];

    /// <summary>The last layer's sums.</summary>
    public long[] Logits => Sums[^1];

    private ResidualNetwork Network => parameters.Residual;

    /// <summary>With the batch's statistics, or the running ones.</summary>
    public static WageubnForward Run(WageubnParameters parameters, WageubnState state, sbyte[] inputs, int batch, bool running)
    {
        var pass = new WageubnForward(parameters, state, inputs, batch);
        pass.Multiply(pass.Network.Layers[0]);
        foreach (var norm in pass.Network.Norms)
        {
            long[] stream = pass.Stream(norm);
            int n = norm.Index, channels = norm.Shape.Channels;
            var statistics = running
                ? Enumerable.Range(0, channels).Select(c => new ChannelStatistics(
                    Running(TensorKind.RunningMean, c), Running(TensorKind.RunningDeviation, c))).ToArray()
                : BatchNorm.Statistics(stream, channels);
            pass.Streams[n] = stream;
            pass.Norms[n] = BatchNorm.Forward(
                stream, statistics, state[TensorKind.Gamma][n], state[TensorKind.Beta][n], parameters.ActivationClip);
            foreach (var layer in pass.Network.ReadersOf(norm)) pass.Multiply(layer);

            long Running(TensorKind kind, int channel) => NearestEven(state[kind][n][channel], parameters.RunningShift);
        }
        var last = pass.Network.Norms[^1].Shape;
        pass.Pooled = AveragePool.Forward(pass.Norms[^1].Activation, last.Pixels, last.Channels);
        pass.Multiply(pass.Network.Layers[^1]);
        return pass;
    }

    /// <summary>What a layer reads.</summary>
    public double[] InputOf(ResidualLayer layer) =>
        layer.Norm < 0 ? images : Array.ConvertAll(layer.Weights.IsLast ? Pooled : Norms[layer.Norm].Activation, code => (double)code);

    private void Multiply(ResidualLayer layer)
    {
        double[] sums = Products.Forward(layer.Weights, Weights[layer.Index], InputOf(layer), batch);
        Sums[layer.Index] = Array.ConvertAll(sums, sum => (long)sum);
        if (layer.Pool is { } pool)
            Maxima[layer.Index] = PaddedMaxPool.Maxima(pool, layer.Weights.Accumulator, Sums[layer.Index], batch);
    }

    // Sums after the pool, plus the shortcut.
    private long[] Stream(NormLayer norm)
    {
        long[] sums = Sums[norm.Layer];
        if (Maxima[norm.Layer] is { } maxima) sums = Array.ConvertAll(maxima, i => sums[i]);
        long[]? shortcut = norm.Projection is { } projection ? Sums[projection] : norm.Identity is { } identity ? Streams[identity] : null;
        return [.. sums.Select((sum, i) => Clip(sum + (shortcut?[i] ?? 0), MaxStream))];
    }
}
