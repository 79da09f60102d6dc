using MathNet.Numerics.LinearAlgebra.Double;
using WageSim.Models.Networks;

namespace WageSim.Models.Golden;

/// <summary>The three products of a layer: outputs, gradient and input error.</summary>
/// <remarks>A fully connected layer is a convolution of one position. Weights are out × (kh, kw, in), column-major as stored.</remarks>
internal static class Products
{
    /// <summary>Weights · patches: the sums of each output position.</summary>
    public static double[] Forward(WeightLayer layer, double[] weights, double[] input, int batch)
    {
        var w = new DenseMatrix(layer.OutputChannels, layer.FanIn, weights);
        var output = new double[batch * layer.Accumulator.Count];
        foreach (var (first, count) in Chunks(layer, batch))
        {
            var sums = ByGroup(layer, group => Rows(layer, w, group) * Patches.Gather(layer, group, input, first, count));
            sums.Values.CopyTo(output, first * layer.Accumulator.Count);
        }
        return output;
    }

    /// <summary>Gradient = errors · patches', summed over the batch.</summary>
    public static double[] Gradient(WeightLayer layer, double[] errors, double[] input, int batch)
    {
        var gradient = new DenseMatrix(layer.OutputChannels, layer.FanIn);
        foreach (var part in Gradients(layer, errors, input, batch)) gradient.Add(part, gradient);
        return gradient.Values;
    }

    /// <summary>The same in whole units, where doubles hold the sum over a sample but not that over the batch.</summary>
    public static long[] WholeGradient(WeightLayer layer, double[] errors, double[] input, int batch, double unit)
    {
        var gradient = new long[layer.WeightCount];
        foreach (var part in Gradients(layer, errors, input, batch))
        {
            for (int i = 0; i < gradient.Length; i++) gradient[i] = checked(gradient[i] + (long)(part.Values[i] / unit));
        }
        return gradient;
    }

    // One for each chunk of samples.
    private static IEnumerable<DenseMatrix> Gradients(WeightLayer layer, double[] errors, double[] input, int batch)
    {
        foreach (var (first, count) in Chunks(layer, batch))
        {
            var slice = Slice(layer, errors, first, count);
            yield return ByGroup(layer, group => (DenseMatrix)Rows(layer, slice, group)
                .TransposeAndMultiply(Patches.Gather(layer, group, input, first, count)));
        }
    }

    /// <summary>Input errors: weights' · errors, each patch added where it was read.</summary>
    public static double[] InputErrors(WeightLayer layer, double[] weights, double[] errors, int batch)
    {
        var w = new DenseMatrix(layer.OutputChannels, layer.FanIn, weights);
        var input = new double[batch * layer.Input.Count];
        foreach (var (first, count) in Chunks(layer, batch))
        {
            var slice = Slice(layer, errors, first, count);
            for (int group = 0; group < layer.Groups; group++)
            {
                var patches = (DenseMatrix)Rows(layer, w, group).TransposeThisAndMultiply(Rows(layer, slice, group));
                Patches.ScatterAdd(layer, group, patches.Values, input, first, count);
            }
        }
        return input;
    }

    // Output channels are rows, so a group's lie together.
    private static DenseMatrix Rows(WeightLayer layer, DenseMatrix matrix, int group) => layer.Groups == 1
        ? matrix
        : (DenseMatrix)matrix.SubMatrix(group * layer.GroupOutputs, layer.GroupOutputs, 0, matrix.ColumnCount);

    private static DenseMatrix ByGroup(WeightLayer layer, Func<int, DenseMatrix> product)
    {
        var result = product(0);
        if (layer.Groups == 1) return result;
        var all = new DenseMatrix(layer.OutputChannels, result.ColumnCount);
        for (int group = 0; group < layer.Groups; group++)
            all.SetSubMatrix(group * layer.GroupOutputs, 0, group == 0 ? result : product(group));
        return all;
    }

    private static DenseMatrix Slice(WeightLayer layer, double[] errors, int first, int count)
    {
        int size = layer.Accumulator.Count;
        return new(layer.OutputChannels, count * layer.Accumulator.Pixels, errors[(first * size)..((first + count) * size)]);
    }

    // Patches repeat every input kernel² times: a few samples at once keep them in a few megabytes.
    private static IEnumerable<(int First, int Count)> Chunks(WeightLayer layer, int batch)
    {
        int size = (int)Math.Clamp((1L << 19) / ((long)layer.FanIn * layer.Accumulator.Pixels), 1, batch);
        for (int first = 0; first < batch; first += size) yield return (first, Math.Min(size, batch - first));
    }
}
