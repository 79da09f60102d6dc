namespace WageSim.Models.Networks.Residual;

/// <summary>A layer with weights of a residual network.</summary>
/// <param name="Weights">Its shapes; its index is that of the layer.</param>
/// <param name="Norm">The normalisation whose activation it reads (the dense layer: averaged over the image); -1: the images.</param>
/// <param name="Place">What of the notation it comes from: "token '16C3'", "block 2 (R32/2)".</param>
/// <param name="Part">What of that it is: "16C3", "block 2 (R32/2), conv 1".</param>
public sealed record ResidualLayer(WeightLayer Weights, int Norm, string Place, string Part)
{
    /// <summary>The max pool that follows, if any.</summary>
    public PaddedPool? Pool { get; init; }

    /// <summary>0, 1, … in order of execution; a block's projection comes before its convolutions.</summary>
    public int Index => Weights.Index;

    /// <summary>Shape of the sums, after the pool.</summary>
    public ImageShape Output => Pool?.Output(Weights.Accumulator) ?? Weights.Accumulator;

    /// <summary>The tensor that it reads, as traces call it.</summary>
    public string Reads => Norm < 0 ? "input" : Weights.IsLast ? "pooled" : $"activation/{Norm}";
}
