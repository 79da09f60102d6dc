namespace WageSim.Workloads.Datasets.Images;

/// <summary>A decoded photograph.</summary>
/// <param name="Pixels">Red, green and blue of each pixel, row by row.</param>
public sealed record RgbImage(int Width, int Height, byte[] Pixels)
{
    public const int Channels = 3;

    /// <summary>Most pixels of an image: its bytes fit one array.</summary>
    public const int MaxPixels = 1 << 28;
}
