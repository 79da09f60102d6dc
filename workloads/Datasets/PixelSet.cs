using WageSim.Models.Networks;

namespace WageSim.Workloads.Datasets;

/// <summary>Images in memory.</summary>
/// <param name="shape">Shape of every image.</param>
/// <param name="pixels">Image after image, channels-last, 0…255.</param>
/// <param name="labels">Class of each image.</param>
public sealed class PixelSet(ImageShape shape, byte[] pixels, byte[] labels) : ImageSet(shape)
{
    public byte[] Pixels { get; } = pixels;
    public byte[] Labels { get; } = labels;

    public override int Count => Labels.Length;

    public override int Label(int index) => Labels[index];

    /// <summary>The pixels of one image.</summary>
    public ReadOnlySpan<byte> Image(int index) => Pixels.AsSpan(index * Shape.Count, Shape.Count);

    public override ReadOnlySpan<byte> Read(int index, Span<byte> buffer) => Image(index);

    public override PixelSet Take(int n) => n >= Count ? this : new(Shape, Pixels[..(n * Shape.Count)], Labels[..n]);
}
