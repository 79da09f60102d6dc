namespace WageSim.Models.Networks.Residual;

/// <summary>A max pool of every stride-th place: ceil(n / stride) outputs of n pixels, its windows hanging over where they must.</summary>
public sealed record PaddedPool(int Size, int Stride)
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

    /// <summary>What windows hang over, the smaller half before; it never wins.</summary>
    public Border Border(ImageShape image) => Networks.Border.Same(image, Size, Stride);

    /// <summary>Shape of the maxima.</summary>
    public ImageShape Output(ImageShape image) => Border(image).Around(image).Windows(Size, Stride);

    public override string ToString() => Stride == Size ? $"MP{Size}" : $"MP{Size}/{Stride}";
}
