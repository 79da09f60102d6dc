using WageSim.Models.Networks;

namespace WageSim.Models.Golden;

/// <summary>Max pool of channels-last images: windows that lie inside the image, overlapping where the stride is below the size.</summary>
internal static class MaxPool
{
    /// <summary>Flat index of each window's maximum; ties go to the first in row-major order.</summary>
    public static int[] Maxima(WeightLayer layer, PoolWindow pool, double[] sums, int batch)
    {
        ImageShape image = layer.Accumulator, output = layer.Output;
        var maxima = new int[batch * output.Count];
        for (int i = 0; i < maxima.Length; i++)
        {
            int channel = i % output.Channels, pixel = i / output.Channels;
            int left = pixel % output.Width * pool.Stride, top = pixel / output.Width % output.Height * pool.Stride;
            int sample = pixel / output.Pixels, best = At(top, left);
            for (int y = top; y < top + pool.Size; y++)
            {
                for (int x = left; x < left + pool.Size; x++)
                {
                    if (sums[At(y, x)] > sums[best]) best = At(y, x);
                }
            }
            maxima[i] = best;

            int At(int y, int x) => sample * image.Count + (y * image.Width + x) * image.Channels + channel;
        }
        return maxima;
    }

    /// <summary>Adds each error where its maximum came from: where windows overlap, one place may be the maximum of several.</summary>
    public static double[] Route(double[] errors, int[] maxima, int count)
    {
        var routed = new double[count];
        for (int i = 0; i < maxima.Length; i++) routed[maxima[i]] += errors[i];
        return routed;
    }
}
