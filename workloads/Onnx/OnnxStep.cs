using WageSim.Models.Networks;

namespace WageSim.Workloads.Onnx;

/// <summary>An operator with checked attributes and the shapes around it; a vector of n features is 1×1×n.</summary>
/// <param name="From">Names of the values that it reads, constants left out.</param>
/// <param name="To">Name of the value that it makes.</param>
internal abstract record OnnxStep(OnnxNode Node, IReadOnlyList<string> From, string To, ImageShape Input, ImageShape Output);

/// <summary>A convolution, with or without a bias.</summary>
internal sealed record ConvolutionStep(
    OnnxNode Node, IReadOnlyList<string> From, string To, ImageShape Input, ImageShape Output, int KernelHeight, int KernelWidth,
    int StrideDown, int StrideAcross, Border Border, int Groups, bool HasBias) : OnnxStep(Node, From, To, Input, Output);

/// <summary>A product with a constant matrix: Gemm or MatMul.</summary>
internal sealed record DenseStep(
    OnnxNode Node, IReadOnlyList<string> From, string To, ImageShape Input, ImageShape Output, bool HasBias)
    : OnnxStep(Node, From, To, Input, Output);

internal sealed record PoolStep(
    OnnxNode Node, IReadOnlyList<string> From, string To, ImageShape Input, ImageShape Output, int Size, int Stride)
    : OnnxStep(Node, From, To, Input, Output);

/// <summary>Relu, Flatten, Softmax, or Add of a constant or of two values.</summary>
internal sealed record ElementStep(OnnxNode Node, IReadOnlyList<string> From, string To, ImageShape Input, ImageShape Output)
    : OnnxStep(Node, From, To, Input, Output);
