namespace WageSim.Workloads.Datasets.Images;

/// <summary>Changes the size of images with a triangle filter, in integers: the same pixels on every host.</summary>
/// <remarks>
/// Along an axis of n pixels made m: pixel i is at i + 1/2, output o looks from (o + 1/2) · n / m and weighs pixel i with
/// max(0, 1 − distance / s), s = max(n / m, 1): bilinear where it enlarges, averaging where it shrinks. Times 2 · max(n, m), all of that
/// is whole. Rows first, then columns, rounded half up to bytes after each.
/// </remarks>
public static class Resampling
{
    private readonly record struct Taps(int First, int[] Weights, long Sum);

    /// <summary>The image with another width and height.</summary>
    public static RgbImage Resize(RgbImage image, int width, int height) =>
        Columns(Rows(image, width), height);

    private static RgbImage Rows(RgbImage image, int width)
    {
        if (image.Width == width) return image;
        var taps = Axis(image.Width, width);
        byte[] pixels = new byte[width * image.Height * RgbImage.Channels];
        for (int y = 0; y < image.Height; y++)
            for (int x = 0; x < width; x++)
                for (int c = 0; c < RgbImage.Channels; c++)
                    pixels[(y * width + x) * RgbImage.Channels + c] =
                        Weigh(taps[x], image.Pixels, (y * image.Width + taps[x].First) * RgbImage.Channels + c, RgbImage.Channels);
        return new(width, image.Height, pixels);
    }

    private static RgbImage Columns(RgbImage image, int height)
    {
        if (image.Height == height) return image;
        var taps = Axis(image.Height, height);
        int line = image.Width * RgbImage.Channels;
        byte[] pixels = new byte[height * line];
        for (int y = 0; y < height; y++)
            for (int i = 0; i < line; i++) pixels[y * line + i] = Weigh(taps[y], image.Pixels, taps[y].First * line + i, line);
        return new(image.Width, height, pixels);
    }

    private static byte Weigh(Taps taps, byte[] pixels, int at, int step)
    {
        long sum = taps.Sum / 2;
        foreach (int weight in taps.Weights)
        {
            sum += (long)weight * pixels[at];
            at += step;
        }
        return (byte)(sum / taps.Sum);
    }

    private static Taps[] Axis(int from, int to)
    {
        long support = 2L * Math.Max(from, to);
        return [.. Enumerable.Range(0, to).Select(Of)];

        // Positions in units of 1 / (2 · to) pixels: the centre of pixel i is (2i + 1) · to, the place of output o is (2o + 1) · from.
        Taps Of(int output)
        {
            long place = (2L * output + 1) * from;
            long Weight(int i) => Math.Max(0, support - Math.Abs((2L * i + 1) * to - place));
            int near = (int)Math.Clamp(place / (2 * to), 0, from - 1), first = near, end = near + 1;
            while (first > 0 && Weight(first - 1) > 0) first--;
            while (end < from && Weight(end) > 0) end++;
            int[] weights = [.. Enumerable.Range(first, end - first).Select(i => (int)Weight(i))];
            return new(first, weights, weights.Sum(weight => (long)weight));
        }
    }
}
