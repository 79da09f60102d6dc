using MathNet.Numerics.LinearAlgebra.Double;
using WageSim.Models.Networks;

namespace WageSim.Models.Golden;

/// <summary>Convolution as a matrix product: one column for each output position, holding the inputs under the kernel (im2col).</summary>
/// <remarks>
/// Column-major matrices store channels-last tensors as they are: a column is one position, a row one channel. Groups of channels have
/// patches of their own.
/// </remarks>
internal static class Patches
{
    /// <summary>The patches of a group in samples first … first + count - 1; outside the image they are 0.</summary>
    public static DenseMatrix Gather(WeightLayer layer, int group, double[] input, int first, int count)
    {
        var patches = new double[(long)layer.FanIn * layer.Accumulator.Pixels * count];
        foreach (var (image, patch, length) in Runs(layer, group, first, count))
            input.AsSpan(image, length).CopyTo(patches.AsSpan(patch));
        return new(layer.FanIn, patches.Length / layer.FanIn, patches);
    }

    /// <summary>Adds patches of a group's errors to the inputs that they came from (col2im).</summary>
    public static void ScatterAdd(WeightLayer layer, int group, double[] patches, double[] input, int first, int count)
    {
        foreach (var (image, patch, length) in Runs(layer, group, first, count))
        {
            for (int i = 0; i < length; i++) input[image + i] += patches[patch + i];
        }
    }

    // A kernel row lies in one piece in a channels-last image, less what hangs over the border; with groups, a pixel does.
    private static IEnumerable<(int Image, int Patch, int Length)> Runs(WeightLayer layer, int group, int first, int count)
    {
        ImageShape image = layer.Input, output = layer.Accumulator;
        int kernel = layer.Kernel, channels = layer.GroupInputs, patch = 0;
        for (int position = first * output.Pixels; position < (first + count) * output.Pixels; position++)
        {
            int top = position / output.Width % output.Height * layer.Stride - layer.Border.Top;
            int left = position % output.Width * layer.Stride - layer.Border.Left, sample = position / output.Pixels;
            int from = Math.Max(left, 0), to = Math.Min(left + kernel, image.Width);
            for (int row = top; row < top + kernel; row++, patch += kernel * channels)
            {
                if (row < 0 || row >= image.Height || from >= to) continue;
                int pixels = layer.Groups == 1 ? to - from : 1;
                for (int column = from; column < to; column += pixels)
                {
                    int pixel = (sample * image.Height + row) * image.Width + column;
                    yield return (pixel * image.Channels + group * channels, patch + (column - left) * channels, pixels * channels);
                }
            }
        }
    }
}
