namespace WageSim.Models.Networks;

/// <summary>A layer with weights: a convolution or fully connected, without bias, with the pool that follows it.</summary>
/// <param name="Index">0, 1, … in order of execution.</param>
/// <param name="IsConvolution">Otherwise fully connected, reading its input flattened in height, width, channel order.</param>
/// <param name="Kernel">Kernel height and width; 1 for a fully connected layer.</param>
/// <param name="Input">What it reads; 1×1×n for a fully connected layer, n being the flattened input.</param>
/// <param name="OutputChannels">Channels or neurons that it makes.</param>
/// <param name="IsLast">The last layer has no ReLU and no activation quantisation; the loss follows.</param>
public sealed record WeightLayer(int Index, bool IsConvolution, int Kernel, ImageShape Input, int OutputChannels, bool IsLast)
{
    /// <summary>Pixels from one position of the kernel to the next.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>Zeros around each input image.</summary>
    public Border Border { get; init; }

    /// <summary>Groups of channels that are convolved apart: group g of the outputs sees group g of the inputs.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>The max pool that follows, if any.</summary>
    public PoolWindow? Pool { get; init; }

    /// <summary>conv0, conv1, fc2, …</summary>
    public string Name => (IsConvolution ? "conv" : "fc") + Index;

    /// <summary>Input channels of a group: what one output reads at a pixel.</summary>
    public int GroupInputs => Input.Channels / Groups;

    /// <summary>Output channels of a group.</summary>
    public int GroupOutputs => OutputChannels / Groups;

    /// <summary>Products summed into one output.</summary>
    public int FanIn => Kernel * Kernel * GroupInputs;

    /// <summary>Weights of the layer.</summary>
    public int WeightCount => FanIn * OutputChannels;

    /// <summary>Shape before pooling.</summary>
    public ImageShape Accumulator => Border.Around(Input).Windows(Kernel, Stride) with { Channels = OutputChannels };

    /// <summary>Shape after pooling.</summary>
    public ImageShape Output => Pool?.Output(Accumulator) ?? Accumulator;

    /// <summary>Forward multiply-accumulates of one image, those with zeros of the border among them.</summary>
    public long MacsPerImage => (long)Accumulator.Pixels * WeightCount;

    /// <summary>Dimensions of the weight tensor: kh, kw, cin of a group, cout or in, out.</summary>
    public int[] WeightDimensions => IsConvolution ? [Kernel, Kernel, GroupInputs, OutputChannels] : [Input.Channels, OutputChannels];

    /// <summary>Dimensions of a batch of tensors of the given shape at this layer: b, h, w, c or b, c.</summary>
    public int[] BatchDimensions(int batch, ImageShape shape) =>
        IsConvolution ? [batch, shape.Height, shape.Width, shape.Channels] : [batch, shape.Channels];
}
