namespace WageSim.Workloads.Topologies;

/// <summary>A layer that is only timed: a convolution without padding, or a matrix product.</summary>
/// <param name="Height">Of an input image, with what padding it has.</param>
/// <param name="Channels">Of an input pixel.</param>
/// <param name="Filters">Output channels.</param>
/// <param name="StrideDown">Lines from one window to the next.</param>
/// <param name="Repeats">Times that it runs, with weights of its own: channels of a depthwise layer, heads of a batched product.</param>
public sealed record TopologyLayer(
    string Name, int Height, int Width, int KernelHeight, int KernelWidth, int Channels, int Filters, int StrideDown, int StrideAcross,
    int Repeats = 1)
{
    /// <summary>The product of a matrix of m × k and one of k × n: m pixels of k channels, n filters of a pixel.</summary>
    public static TopologyLayer Product(string name, int m, int n, int k, int repeats = 1) => new(name, 1, m, 1, 1, k, n, 1, 1, repeats);

    /// <summary>Lines of the output; windows lie inside the input.</summary>
    public int OutputHeight => (Height - KernelHeight) / StrideDown + 1;

    /// <summary>Pixels of an output line.</summary>
    public int OutputWidth => (Width - KernelWidth) / StrideAcross + 1;

    /// <summary>M: output positions of an image.</summary>
    public long Positions => (long)OutputHeight * OutputWidth;

    /// <summary>Output positions if windows that the image cuts off count too, as SCALE-Sim counts them.</summary>
    public long PositionsRoundedUp =>
        ((long)Height - KernelHeight + 2 * StrideDown - 1) / StrideDown
        * (((long)Width - KernelWidth + 2 * StrideAcross - 1) / StrideAcross);

    /// <summary>K: products summed into one output.</summary>
    public long Reduction => (long)KernelHeight * KernelWidth * Channels;

    /// <summary>Multiply-accumulates of one image, all repeats.</summary>
    public long Macs => Positions * Reduction * Filters * Repeats;
}
