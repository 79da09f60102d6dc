namespace WageSim.Models.Networks;

/// <summary>Height, width and channels of one image; data is stored channels-last.</summary>
public readonly record struct ImageShape(int Height, int Width, int Channels)
{
    /// <summary>Elements of one image.</summary>
    public int Count => Height * Width * Channels;

    /// <summary>Pixels of one image.</summary>
    public int Pixels => Height * Width;

    /// <summary>One pixel for each window of size × size pixels that lies inside the image, windows being `stride` apart.</summary>
    public ImageShape Windows(int size, int stride) =>
        this with { Height = Along(Height, size, stride), Width = Along(Width, size, stride) };

    private static int Along(int pixels, int size, int stride) => pixels < size ? 0 : (pixels - size) / stride + 1;

    public override string ToString() => $"{Height}×{Width}×{Channels}";
}
