using MathNet.Numerics.LinearAlgebra.Double;
using WageSim.Models.Networks;

namespace WageSim.Models.Golden;

/// <summary>Convolution as a matrix product: one column for each output position, holding the inputs under the kernel (im2col).</summary>
/// <remarks>Column-major matrices store channels-last tensors as they are: a column is one position, a row one channel.</remarks>
internal static class Patches
{
    /// <summary>The patches of samples first … first + count - 1; outside the image they are 0.</summary>
    public static DenseMatrix Gather(WeightLayer layer, double[] input, int first, int count)
    {
        var patches = new double[(long)layer.FanIn * layer.Input.Height * layer.Input.Width * count];
        foreach (var (image, patch, length) in Runs(layer, first, count)) input.AsSpan(image, length).CopyTo(patches.AsSpan(patch));
        return new(layer.FanIn, patches.Length / layer.FanIn, patches);
    }

    /// <summary>Adds patches of errors to the inputs that they came from (col2im).</summary>
    public static void ScatterAdd(WeightLayer layer, double[] patches, double[] input, int first, int count)
    {
        foreach (var (image, patch, length) in Runs(layer, first, count))
        {
            for (int i = 0; i < length; i++) input[image + i] += patches[patch + i];
        }
    }

    // A kernel row lies in one piece in a channels-last image, so each run is a kernel row less what hangs over the border.
    private static IEnumerable<(int Image, int Patch, int Length)> Runs(WeightLayer layer, int first, int count)
    {
        var (height, width, channels) = layer.Input;
        int kernel = layer.Kernel, patch = 0;
        for (int sample = first; sample < first + count; sample++)
        {
            for (int position = 0; position < height * width; position++)
            {
                int top = position / width - layer.Padding, left = position % width - layer.Padding;
                int from = Math.Max(left, 0), to = Math.Min(left + kernel, width);
                for (int row = top; row < top + kernel; row++, patch += kernel * channels)
                {
                    if (row < 0 || row >= height) continue;
                    yield return (((sample * height + row) * width + from) * channels, patch + (from - left) * channels, (to - from) * channels);
                }
            }
        }
    }
}
