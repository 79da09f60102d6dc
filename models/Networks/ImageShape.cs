namespace WageSim.Models.Networks;

/// <summary>Height, width and channels of one image; data is stored channels-last.</summary>
public readonly record struct ImageShape(int Height, int Width, int Channels)
{
    /// <summary>Elements of one image.</summary>
    public int Count => Height * Width * Channels;

    public override string ToString() => $"{Height}×{Width}×{Channels}";
}
