namespace WageSim.Models.Networks.Residual;

/// <summary>
/// A residual network with batch normalisation, 16C3-R16P-R16-R32/2-R32-GAP-10CE: every convolution but the first reads the ReLU of a
/// normalised stream, blocks add their input to what they make (pre-activation).
/// </summary>
public sealed class ResidualNetwork
{
    internal ResidualNetwork(
        string notation, ImageShape input, IReadOnlyList<ResidualLayer> layers, IReadOnlyList<NormLayer> norms, Loss loss) =>
        (Notation, Input, Layers, Norms, Loss) = (notation, input, layers, norms, loss);

    /// <summary>The text it was made from.</summary>
    public string Notation { get; }

    /// <summary>Shape of one input image.</summary>
    public ImageShape Input { get; }

    /// <summary>Layers with weights in order of execution, the dense layer last.</summary>
    public IReadOnlyList<ResidualLayer> Layers { get; }

    /// <summary>
    /// Batch normalisations in order of execution. Of the layers, those that read an activation run between its normalisation and the next.
    /// </summary>
    public IReadOnlyList<NormLayer> Norms { get; }

    /// <summary>What follows the last layer.</summary>
    public Loss Loss { get; }

    /// <summary>Outputs of the last layer.</summary>
    public int Classes => Layers[^1].Weights.OutputChannels;

    /// <summary>Weights of convolutions and dense layer.</summary>
    public long WeightCount => Layers.Sum(layer => (long)layer.Weights.WeightCount);

    /// <summary>What is trained: weights, and a scale and an offset for each channel of a normalisation.</summary>
    public long ParameterCount => WeightCount + 2 * Norms.Sum(norm => (long)norm.Shape.Channels);

    /// <summary>Forward multiply-accumulates of one image, those with zeros of the border among them.</summary>
    public long MacsPerImage => Layers.Sum(layer => layer.Weights.MacsPerImage);

    /// <summary>
    /// Reads the notation: nCk convolution (the first token is one), MPk max pool behind a convolution, Rn basic block, Bn bottleneck
    /// block of 4n channels, all of them with /s for a stride; P behind a block for a projection at stride 1; GAP global average pool;
    /// nSSE or nCE dense layer with its loss; 2x(…) a repetition.
    /// </summary>
    public static ResidualNetwork Parse(string notation, ImageShape input) => new ResidualParser(notation, input).Read();

    /// <summary>Layers that read a normalisation's activation, in order of execution; the last one's is read by the average pool.</summary>
    public IEnumerable<ResidualLayer> ReadersOf(NormLayer norm) =>
        Layers.Where(layer => layer.Norm == norm.Index && !layer.Weights.IsLast);

    /// <summary>What of the notation a layer or normalisation of a name is: "block 2 (R32/2), conv 1"; null where none is.</summary>
    public string? PartOf(string name) =>
        Layers.FirstOrDefault(layer => layer.Weights.Name == name)?.Part ?? Norms.FirstOrDefault(norm => norm.Name == name)?.Part;

    public override string ToString() => Notation;
}
