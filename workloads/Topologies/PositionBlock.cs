namespace WageSim.Workloads.Topologies;

/// <summary>The dimension of the output along which blocks are cut; inner ones are whole, outer ones taken one by one.</summary>
internal enum Cut
{
    Pixels,
    Lines,
    Images,
}

/// <summary>Output positions that the array makes in one go: images × lines × pixels.</summary>
internal readonly record struct PositionBlock(int Images, int Height, int Width)
{
    public int Rows => Images * Height * Width;

    /// <summary>So many units of the dimension that is cut.</summary>
    public static PositionBlock Of(LayerShape shape, Cut cut, int size) => cut switch
    {
        Cut.Pixels => new(1, 1, size),
        Cut.Lines => new(1, size, shape.OutputWidth),
        _ => new(size, shape.OutputHeight, shape.OutputWidth),
    };

    /// <summary>Units of a dimension.</summary>
    public static int Total(LayerShape shape, Cut cut) => cut switch
    {
        Cut.Pixels => shape.OutputWidth,
        Cut.Lines => shape.OutputHeight,
        _ => shape.Images,
    };
}
