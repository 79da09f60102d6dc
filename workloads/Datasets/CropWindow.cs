using WageSim.Models.Networks;

namespace WageSim.Workloads.Datasets;

/// <summary>The part of a stored image that the network sees.</summary>
/// <param name="Top">First row of the window in the image; negative within a border above it.</param>
/// <param name="Left">First column, likewise.</param>
/// <param name="Mirrored">Whether left and right of the window are exchanged.</param>
public readonly record struct CropWindow(int Top, int Left, bool Mirrored)
{
    /// <summary>The middle of an image: ⌊(from − to) / 2⌋ rows and columns are above and left of it.</summary>
    public static CropWindow Centre(ImageShape from, ImageShape to) =>
        new((from.Height - to.Height) / 2, (from.Width - to.Width) / 2, false);

    /// <summary>Copies the window, channels-last; what lies outside of the image is pixel 0 (as in the authors' code).</summary>
    public void Copy(ReadOnlySpan<byte> image, ImageShape from, Span<byte> window, ImageShape to)
    {
        int channels = from.Channels, line = to.Width * channels;
        int first = Math.Clamp(-Left, 0, to.Width), end = Math.Clamp(from.Width - Left, first, to.Width);
        for (int y = 0; y < to.Height; y++)
        {
            var row = window.Slice(y * line, line);
            int source = Top + y;
            if (source < 0 || source >= from.Height)
            {
                row.Clear();
                continue;
            }
            row[..(first * channels)].Clear();
            row[(end * channels)..].Clear();
            if (end > first)
                image.Slice((source * from.Width + Left + first) * channels, (end - first) * channels).CopyTo(row[(first * channels)..]);
            if (Mirrored) Mirror(row, channels);
        }
    }

    private static void Mirror(Span<byte> row, int channels)
    {
        for (int left = 0, right = row.Length - channels; left < right; left += channels, right -= channels)
            for (int c = 0; c < channels; c++) (row[left + c], row[right + c]) = (row[right + c], row[left + c]);
    }
}
