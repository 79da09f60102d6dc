using WageSim.Models.Networks;

namespace WageSim.Models.Golden;

/// <summary>2×2 max pool with stride 2 of channels-last images; an odd last row or column is dropped.</summary>
internal static class MaxPool
{
    /// <summary>Flat index of each window's maximum; ties go to the first in row-major order.</summary>
    public static int[] Maxima(WeightLayer layer, double[] sums, int batch)
    {
        var (height, width, channels) = layer.Output;
        int row = layer.Accumulator.Width * channels;
        var maxima = new int[batch * layer.Output.Count];
        for (int i = 0; i < maxima.Length; i++)
        {
            int channel = i % channels, x = i / channels % width, y = i / channels / width % height, sample = i / layer.Output.Count;
            int corner = sample * layer.Accumulator.Count + 2 * y * row + 2 * x * channels + channel, best = corner;
            foreach (int other in (ReadOnlySpan<int>)[corner + channels, corner + row, corner + row + channels])
            {
                if (sums[other] > sums[best]) best = other;
            }
            maxima[i] = best;
        }
        return maxima;
    }

    /// <summary>Puts each error where its maximum came from, and 0 elsewhere.</summary>
    public static double[] Route(double[] errors, int[] maxima, int count)
    {
        var routed = new double[count];
        for (int i = 0; i < maxima.Length; i++) routed[maxima[i]] = errors[i];
        return routed;
    }
}
