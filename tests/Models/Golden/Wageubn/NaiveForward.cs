using WageSim.Models.Golden;
using WageSim.Models.Golden.Wageubn;
using WageSim.Models.Networks.Residual;
using WageSim.Models.Schemes.Wageubn;
using WageSim.Tests.Models.Golden.Wage;

namespace WageSim.Tests.Models.Golden.Wageubn;

/// <summary>WAGEUBN's forward pass in plain loops over taps, windows and channels: a second way to the golden results.</summary>
internal sealed class NaiveForward
{
    private readonly WageubnParameters p;
    private readonly WageubnState state;
    private readonly TrainingBatch batch;
    private readonly bool running;

    public NaiveForward(WageubnParameters parameters, WageubnState state, TrainingBatch batch, bool running)
    {
        (p, this.state, this.batch, this.running) = (parameters, state, batch, running);
        Weights = [.. state[TensorKind.Weight].Select(layer =>
            Array.ConvertAll(layer, w => Math.Clamp(NaiveRounding.Shifted(w, 16), -127, 127)))];
        Run();
    }

    public long[][] Weights { get; }
    public Dictionary<int, long[]> Sums { get; } = [];
    public Dictionary<int, long[]> Normalised { get; } = [];

    /// <summary>Before ReLU and rounding.</summary>
    public Dictionary<int, long[]> Outputs { get; } = [];

    public Dictionary<int, (long Mean, long Deviation)[]> Statistics { get; } = [];
    public Dictionary<(TensorKind Kind, int Index), NamedTensor> Tensors { get; } = [];

    private readonly Dictionary<int, long[]> streams = [], activations = [];
    private ResidualNetwork Network => p.Residual;
    private long[] pooled = [];

    private void Run()
    {
        foreach (var layer in Network.Layers)
        {
            // What it reads is made by then: normalisations are made as soon as their sums are there.
            for (int n = 0; n <= layer.Norm; n++)
            {
                if (!activations.ContainsKey(n)) Normalise(Network.Norms[n]);
            }
            if (layer.Weights.IsLast)
            {
                var shape = Network.Norms[^1].Shape;
                pooled = [.. Enumerable.Range(0, batch.Count * shape.Channels).Select(i => NaiveRounding.Quotient(
                    Enumerable.Range(0, shape.Pixels).Sum(pixel =>
                        activations[layer.Norm][(i / shape.Channels * shape.Pixels + pixel) * shape.Channels + i % shape.Channels]),
                    shape.Pixels))];
                Add(TensorKind.Pooled, layer.Index, [batch.Count, shape.Channels], pooled);
            }
            long[] input = InputOf(layer), made = new long[batch.Count * layer.Weights.Accumulator.Count];
            foreach (var (output, weight, from) in NaiveWage.Taps(layer.Weights, batch.Count))
                made[output] += Weights[layer.Index][weight] * input[from];
            Sums[layer.Index] = made;
            Add(TensorKind.Accumulator, layer.Index, SumShape(layer), made);
        }
    }

    private void Normalise(NormLayer norm)
    {
        int n = norm.Index, channels = norm.Shape.Channels;
        long[] z = [.. Winners(Network.Layers[norm.Layer]).Select(winner => Sums[norm.Layer][winner])];
        for (int i = 0; i < z.Length; i++)
        {
            if (norm.Projection is { } projection) z[i] += Sums[projection][i];
            if (norm.Identity is { } identity) z[i] += streams[identity][i];
            z[i] = Math.Clamp(z[i], -0x7fffff, 0x7fffff);
        }
        var found = new (long Mean, long Deviation)[channels];
        var (xh, y, a) = (new long[z.Length], new long[z.Length], new long[z.Length]);
        for (int c = 0; c < channels; c++)
        {
            found[c] = running
                ? (NaiveRounding.Shifted(state[TensorKind.RunningMean][n][c], p.RunningShift),
                    NaiveRounding.Shifted(state[TensorKind.RunningDeviation][n][c], p.RunningShift))
                : NaiveRounding.Statistics(z.Where((_, i) => i % channels == c));
            long gamma = Code(TensorKind.Gamma), beta = Code(TensorKind.Beta);
            for (int i = c; i < z.Length; i += channels)
            {
                long quotient = NaiveRounding.Quotient(256 * z[i] - 128 * found[c].Mean, found[c].Deviation + 1);
                xh[i] = Math.Clamp(quotient, -2047, 2047);
                y[i] = xh[i] * gamma + (beta << 7);
                a[i] = y[i] <= 0 ? 0 : Math.Min(NaiveRounding.Shifted(y[i], 7), p.ActivationClip ?? 20_000);
            }

            long Code(TensorKind kind) => Math.Clamp(NaiveRounding.Shifted(state[kind][n][c], 16), -1023, 1023);
        }
        (streams[n], Statistics[n], Normalised[n], Outputs[n], activations[n]) = (z, found, xh, y, a);
        int[] shape = norm.BatchDimensions(batch.Count);
        Add(TensorKind.Stream, n, shape, z);
        Add(TensorKind.Mean, n, [channels], Array.ConvertAll(found, s => s.Mean));
        Add(TensorKind.Deviation, n, [channels], Array.ConvertAll(found, s => s.Deviation));
        Add(TensorKind.Normalised, n, shape, xh);
        Add(TensorKind.Activation, n, shape, a);
    }

    /// <summary>What a layer reads.</summary>
    public long[] InputOf(ResidualLayer layer) =>
        layer.Norm < 0 ? Array.ConvertAll(batch.Inputs, code => (long)code) : layer.Weights.IsLast ? pooled : activations[layer.Norm];

    /// <summary>Dimensions of a layer's sums.</summary>
    public int[] SumShape(ResidualLayer layer) => layer.Weights.BatchDimensions(batch.Count, layer.Weights.Accumulator);

    /// <summary>For each output after the pool, the sum that it takes. Windows are laid over the image with its border.</summary>
    public int[] Winners(ResidualLayer layer)
    {
        if (layer.Pool is not { } pool) return [.. Enumerable.Range(0, Sums[layer.Index].Length)];
        var (height, width, channels) = layer.Weights.Accumulator;
        int rows = (height + pool.Stride - 1) / pool.Stride, columns = (width + pool.Stride - 1) / pool.Stride;
        int above = Math.Max((rows - 1) * pool.Stride + pool.Size - height, 0) / 2;
        int before = Math.Max((columns - 1) * pool.Stride + pool.Size - width, 0) / 2;
        var winners = new List<int>();
        for (int b = 0; b < batch.Count; b++)
        for (int y = 0; y < rows; y++)
        for (int x = 0; x < columns; x++)
        for (int c = 0; c < channels; c++)
        {
            var window = from i in Enumerable.Range(0, pool.Size)
                         from j in Enumerable.Range(0, pool.Size)
                         let row = y * pool.Stride - above + i
                         let column = x * pool.Stride - before + j
                         where row >= 0 && row < height && column >= 0 && column < width
                         select ((b * height + row) * width + column) * channels + c;
            // The first of the largest: MaxBy keeps the first.
            winners.Add(window.MaxBy(at => Sums[layer.Index][at]));
        }
        return [.. winners];
    }

    private void Add(TensorKind kind, int index, int[] shape, long[] values) => Tensors[(kind, index)] = new(kind, index, shape, values);
}
