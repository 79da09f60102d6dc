namespace WageSim.Models.Networks;

/// <summary>A max pool: windows of size × size pixels, `stride` apart, all inside the image; what no window reaches is dropped.</summary>
public sealed record PoolWindow(int Size, int Stride)
{
    /// <summary>Windows that one pixel may lie in, at most.</summary>
    public int Cover
    {
        get
        {
            int across = (Size + Stride - 1) / Stride;
            return across * across;
        }
    }

    /// <summary>Shape of the maxima.</summary>
    public ImageShape Output(ImageShape image) => image.Windows(Size, Stride);

    public override string ToString() => Stride == Size ? $"MP{Size}" : $"MP{Size}/{Stride}";
}
