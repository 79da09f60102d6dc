using WageSim.Models.Golden;
using WageSim.Models.Networks;
using WageSim.Models.Numerics;
using WageSim.Models.Schemes.Wage;

namespace WageSim.Tests.Models.Golden.Wage;

/// <summary>WAGE in integers and plain loops, from the specification's integer form: a second way to the golden results.</summary>
internal static class NaiveWage
{
    public static List<NamedTensor> Step(
        WageParameters p, int[][] stored, TrainingBatch batch, int learningRateLog2, Func<int, ushort[]> draws)
    {
        var layers = p.Network.Layers;
        var tensors = new List<NamedTensor>();
        var used = new long[layers.Count][];
        var inputs = new long[layers.Count + 1][];
        var sums = new long[layers.Count][];
        inputs[0] = Array.ConvertAll(batch.Inputs, v => (long)v);
        foreach (var layer in layers)
        {
            int l = layer.Index;
            used[l] = Array.ConvertAll(stored[l], w => Quantise(w, p.WeightShift, p.Bits.Weight));
            sums[l] = new long[batch.Count * layer.Accumulator.Count];
            foreach (var (output, weight, input) in Taps(layer, batch.Count)) sums[l][output] += used[l][weight] * inputs[l][input];
            Add(TensorKind.Accumulator, layer, layer.BatchDimensions(batch.Count, layer.Accumulator), sums[l]);
            if (layer.IsLast) continue;
            inputs[l + 1] = Array.ConvertAll(Winners(layer, sums[l], batch.Count), winner =>
                Quantise(Math.Max(sums[l][winner], 0), p.ActivationShift(layer), p.Bits.Activation));
            Add(TensorKind.Activation, layer, layer.BatchDimensions(batch.Count, layer.Output), inputs[l + 1]);
        }

        var errors = (long[])sums[^1].Clone();
        int classes = p.Network.Classes;
        for (int b = 0; b < batch.Count; b++)
        {
            if (p.Network.Loss == Loss.SquaredErrors) errors[b * classes + batch.Labels[b]] -= 1L << p.TargetLog2;
            else NaiveSoftmax.Errors(errors[(b * classes)..((b + 1) * classes)], batch.Labels[b], p.TargetLog2).CopyTo(errors, b * classes);
        }
        foreach (var layer in layers.Reverse())
        {
            int l = layer.Index;
            int[] winners = Winners(layer, sums[l], batch.Count);
            int right = p.ActivationShift(layer);
            long largest = new FixedFormat(p.Bits.Activation).MaxCode;
            long clipped = layer.IsLast ? long.MaxValue : right >= 0 ? largest << right : largest >> -right;
            for (int i = 0; i < errors.Length; i++)
            {
                if (sums[l][winners[i]] > clipped) errors[i] = 0;
            }
            long max = errors.Max(Math.Abs);
            int shift = max == 0 ? 0 : Rounding.NearestLog2(max) - (p.Bits.Error - 1);
            var codes = Array.ConvertAll(errors, e => Quantise(e, shift, p.Bits.Error));
            Add(TensorKind.Error, layer, layer.BatchDimensions(batch.Count, layer.Output), codes);

            var routed = new long[sums[l].Length];
            for (int i = 0; i < codes.Length; i++) routed[winners[i]] += layer.IsLast || sums[l][winners[i]] > 0 ? codes[i] : 0;
            var gradient = new long[layer.WeightCount];
            errors = new long[batch.Count * layer.Input.Count];
            foreach (var (output, weight, input) in Taps(layer, batch.Count))
            {
                gradient[weight] += routed[output] * inputs[l][input];
                errors[input] += routed[output] * used[l][weight];
            }
            Add(TensorKind.Gradient, layer, layer.WeightDimensions, gradient);

            long steepest = gradient.Max(Math.Abs);
            ushort[] random = draws(l);
            for (int i = 0; i < gradient.Length && steepest > 0; i++)
            {
                stored[l][i] -= (int)Rounding.Stochastic(gradient[i], Rounding.NearestLog2(steepest) - learningRateLog2, random[i]);
            }
            for (int i = 0; i < gradient.Length; i++) stored[l][i] = (int)Rounding.Clip(stored[l][i], p.WeightLimit);
            Add(TensorKind.Weight, layer, layer.WeightDimensions, Array.ConvertAll(stored[l], v => (long)v));
        }
        return tensors;

        void Add(TensorKind kind, WeightLayer layer, int[] dimensions, long[] values) =>
            tensors.Add(new(kind, layer.Index, dimensions, values));
    }

    private static long Quantise(long x, int shift, int bits) =>
        Rounding.Clip(Rounding.NearestEven(x, shift), new FixedFormat(bits).MaxCode);

    // Every multiply-accumulate of a layer as flat indices (output, weight, input); b, y, x, c and kh, kw, in, out order.
    internal static IEnumerable<(int Output, int Weight, int Input)> Taps(WeightLayer layer, int batch)
    {
        var (height, width, channels) = layer.Input;
        var sums = layer.Accumulator;
        int inputs = channels / layer.Groups, outputs = layer.OutputChannels / layer.Groups;
        for (int b = 0; b < batch; b++)
        for (int y = 0; y < sums.Height; y++)
        for (int x = 0; x < sums.Width; x++)
        for (int ky = 0; ky < layer.Kernel; ky++)
        for (int kx = 0; kx < layer.Kernel; kx++)
        {
            int sy = y * layer.Stride + ky - layer.Border.Top, sx = x * layer.Stride + kx - layer.Border.Left;
            if (sy < 0 || sy >= height || sx < 0 || sx >= width) continue;
            for (int c = 0; c < inputs; c++)
            for (int o = 0; o < layer.OutputChannels; o++)
            {
                yield return (((b * sums.Height + y) * sums.Width + x) * layer.OutputChannels + o,
                    ((ky * layer.Kernel + kx) * inputs + c) * layer.OutputChannels + o,
                    ((b * height + sy) * width + sx) * channels + o / outputs * inputs + c);
            }
        }
    }

    // For each output after the pool, the sum that it takes: itself, or the first maximum of its window.
    internal static int[] Winners(WeightLayer layer, long[] sums, int batch)
    {
        if (layer.Pool is not { } pool) return [.. Enumerable.Range(0, sums.Length)];
        var (height, width, channels) = layer.Accumulator;
        var winners = new List<int>();
        for (int b = 0; b < batch; b++)
        for (int y = 0; y + pool.Size <= height; y += pool.Stride)
        for (int x = 0; x + pool.Size <= width; x += pool.Stride)
        for (int c = 0; c < channels; c++)
        {
            int[] window = [.. Enumerable.Range(0, pool.Size * pool.Size).Select(i => At(y + i / pool.Size, x + i % pool.Size))];
            long max = window.Max(i => sums[i]);
            winners.Add(window.First(i => sums[i] == max));

            int At(int row, int column) => ((b * height + row) * width + column) * channels + c;
        }
        return [.. winners];
    }
}
