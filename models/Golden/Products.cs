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
            var sums = w * Patches.Gather(layer, input, first, count);
            sums.Values.CopyTo(output, first * layer.Accumulator.Count);
        }
        return output;
    }

    /// <summary>Gradient = errors · patches', summed over the batch.</summary>
    public static double[] Gradient(WeightLayer layer, double[] errors, double[] input, int batch)
    {
        var gradient = new DenseMatrix(layer.OutputChannels, layer.FanIn);
        foreach (var (first, count) in Chunks(layer, batch))
        {
            gradient.Add(Slice(layer, errors, first, count).TransposeAndMultiply(Patches.Gather(layer, input, first, count)), gradient);
        }
        return gradient.Values;
    }

    /// <summary>Input errors: weights' · errors, each patch added where it was read.</summary>
    public static double[] InputErrors(WeightLayer layer, double[] weights, double[] errors, int batch)
    {
        var w = new DenseMatrix(layer.OutputChannels, layer.FanIn, weights);
        var input = new double[batch * layer.Input.Count];
        foreach (var (first, count) in Chunks(layer, batch))
        {
            var patches = (DenseMatrix)w.TransposeThisAndMultiply(Slice(layer, errors, first, count));
            Patches.ScatterAdd(layer, patches.Values, input, first, count);
        }
        return input;
    }

    private static DenseMatrix Slice(WeightLayer layer, double[] errors, int first, int count)
    {
        int size = layer.Accumulator.Count;
        return new(layer.OutputChannels, count * size / layer.OutputChannels, errors[(first * size)..((first + count) * size)]);
    }

    // Patches repeat every input kernel² times: a few samples at once keep them in a few megabytes.
    private static IEnumerable<(int First, int Count)> Chunks(WeightLayer layer, int batch)
    {
        int size = (int)Math.Clamp((1L << 19) / ((long)layer.FanIn * layer.Input.Height * layer.Input.Width), 1, batch);
        for (int first = 0; first < batch; first += size) yield return (first, Math.Min(size, batch - first));
    }
}
