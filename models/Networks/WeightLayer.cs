namespace WageSim.Models.Networks;

/// <summary>A layer with weights: a convolution (stride 1, SAME padding, no bias) or fully connected, with what follows it.</summary>
/// <param name="Index">0, 1, … in order of execution.</param>
/// <param name="IsConvolution">Otherwise fully connected, reading its input flattened in height, width, channel order.</param>
/// <param name="Kernel">Kernel height and width, odd; 1 for a fully connected layer.</param>
/// <param name="Input">What it reads; 1×1×n for a fully connected layer, n being the flattened input.</param>
/// <param name="OutputChannels">Channels or neurons that it makes.</param>
/// <param name="Pooled">Whether a 2×2 max pool with stride 2 follows; an odd last row or column is dropped.</param>
/// <param name="IsLast">The last layer has no ReLU and no activation quantisation; the loss follows.</param>
public sealed record WeightLayer(int Index, bool IsConvolution, int Kernel, ImageShape Input, int OutputChannels, bool Pooled, bool IsLast)
{
    /// <summary>conv0, conv1, fc2, …</summary>
    public string Name => (IsConvolution ? "conv" : "fc") + Index;

    /// <summary>Zero border on each side.</summary>
    public int Padding => Kernel / 2;

    /// <summary>Products summed into one output.</summary>
    public int FanIn => Kernel * Kernel * Input.Channels;

    /// <summary>Weights of the layer.</summary>
    public int WeightCount => FanIn * OutputChannels;

    /// <summary>Shape before pooling.</summary>
    public ImageShape Accumulator => Input with { Channels = OutputChannels };

    /// <summary>Shape after pooling.</summary>
    public ImageShape Output => Pooled ? new(Input.Height / 2, Input.Width / 2, OutputChannels) : Accumulator;

    /// <summary>Forward multiply-accumulates of one image.</summary>
    public long MacsPerImage => (long)Input.Height * Input.Width * WeightCount;

    /// <summary>Dimensions of the weight tensor: kh, kw, cin, cout or in, out.</summary>
    public int[] WeightDimensions => IsConvolution ? [Kernel, Kernel, Input.Channels, OutputChannels] : [Input.Channels, OutputChannels];

    /// <summary>Dimensions of a batch of tensors of the given shape at this layer: b, h, w, c or b, c.</summary>
    public int[] BatchDimensions(int batch, ImageShape shape) =>
        IsConvolution ? [batch, shape.Height, shape.Width, shape.Channels] : [batch, shape.Channels];
}
