using WageSim.Models.Networks;
using WageSim.Models.Networks.Residual;

namespace WageSim.Models.Golden.Wageubn;

/// <summary>Max pool of channels-last images whose windows may hang over; what lies outside never wins.</summary>
internal static class PaddedMaxPool
{
    /// <summary>Bits of an error that is routed: four windows at one place stay below 2^30.</summary>
    private const int RoutedBits = 28;

    /// <summary>Flat index of each window's maximum; ties go to the first in row-major order.</summary>
    public static int[] Maxima(PaddedPool pool, ImageShape image, long[] sums, int batch)
    {
        var (output, border) = (pool.Output(image), pool.Border(image));
        var maxima = new int[batch * output.Count];
        for (int i = 0; i < maxima.Length; i++)
        {
            int channel = i % output.Channels, pixel = i / output.Channels, sample = pixel / output.Pixels;
            int left = pixel % output.Width * pool.Stride - border.Left;
            int top = pixel / output.Width % output.Height * pool.Stride - border.Top;
            int best = -1;
            for (int y = Math.Max(top, 0); y < Math.Min(top + pool.Size, image.Height); y++)
            {
                for (int x = Math.Max(left, 0); x < Math.Min(left + pool.Size, image.Width); x++)
                {
                    int at = ((sample * image.Height + y) * image.Width + x) * image.Channels + channel;
                    if (best < 0 || sums[at] > sums[best]) best = at;
                }
            }
            maxima[i] = best;
        }
        return maxima;
    }

    /// <summary>Adds each error where its maximum came from, rounded to 28 bits before.</summary>
    public static WideError Route(WideError error, int[] maxima, int count)
    {
        int shift = Math.Max(0, WageubnRounding.BitLength(error.Largest) - RoutedBits);
        var routed = new long[count];
        for (int i = 0; i < maxima.Length; i++) routed[maxima[i]] += WageubnRounding.NearestEven(error.Codes[i], shift);
        return new(routed, error.Exponent + shift);
    }
}
