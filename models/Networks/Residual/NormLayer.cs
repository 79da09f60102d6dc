namespace WageSim.Models.Networks.Residual;

/// <summary>A batch normalisation with ReLU: what it reads is called the stream.</summary>
/// <param name="Index">0, 1, … in order of execution.</param>
/// <param name="Shape">Shape of one image of the stream.</param>
/// <param name="Layer">The layer whose sums it reads, after their pool.</param>
/// <param name="Place">What of the notation it stands in: "token '16C3'", "block 2 (R32/2)".</param>
/// <param name="Part">What of that it is: "GAP, norm", "block 2 (R32/2), norm 1".</param>
public sealed record NormLayer(int Index, ImageShape Shape, int Layer, string Place, string Part)
{
    /// <summary>The layer whose sums are added: a block's projection.</summary>
    public int? Projection { get; init; }

    /// <summary>The normalisation whose stream is added: that of a block's input, past its convolutions.</summary>
    public int? Identity { get; init; }

    /// <summary>norm0, norm1, …</summary>
    public string Name => $"norm{Index}";

    /// <summary>Dimensions of a batch of streams: b, h, w, c.</summary>
    public int[] BatchDimensions(int batch) => [batch, Shape.Height, Shape.Width, Shape.Channels];
}
