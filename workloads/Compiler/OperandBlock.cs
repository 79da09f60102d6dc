using WageSim.Isa;
using WageSim.Models.Networks;

namespace WageSim.Workloads.Compiler;

/// <summary>
/// A block of images in the scratchpad, with the zero border that the kernel reads: lines of pixels, each pixel a chunk of channels.
/// </summary>
/// <param name="Channels">Channels of a chunk: what lies together at a pixel.</param>
/// <param name="Bytes">Bytes of an element.</param>
/// <param name="Zeros">Border pixels on each side.</param>
/// <param name="Word">Bytes of a port word; lines start on words, so that each line is fetched in the same pattern.</param>
internal readonly record struct OperandBlock(int Images, int Height, int Width, int Channels, int Bytes, Border Zeros, int Word)
{
    public long PixelPitch => (long)Channels * Bytes;
    public long LinePitch => Allocation.Round((Zeros.Left + Width + Zeros.Right) * PixelPitch, Word);
    public long ImagePitch => (Zeros.Top + Height + Zeros.Bottom) * LinePitch;
    public long Size => Images * ImagePitch;

    /// <summary>Distance to the first pixel inside the border.</summary>
    public long Interior => At(Zeros.Top, Zeros.Left);

    /// <summary>Distance to a pixel, counted from the corner of the border.</summary>
    public long At(int line, int pixel) => line * LinePitch + pixel * PixelPitch;

    /// <summary>
    /// An operand of the array: height × width positions, `stride` pixels apart, `run` elements in each of `segments` lines.
    /// </summary>
    public Walk Positions(int height, int width, int stride, int images, int run, int segments) => Walks.Make(
        run, Bytes, [(width, stride * PixelPitch), (height, stride * LinePitch), (images, ImagePitch)], segments, LinePitch);

    /// <summary>The inside, pixel by pixel, as DMA and routing write it.</summary>
    public Walk Pixels(int images, int channels) =>
        new(channels, Bytes, Width, PixelPitch, Height, LinePitch, images, ImagePitch, 1, 0);

    /// <summary>The border of all images of all copies, as blocks to fill with zeros: above, below, left, right.</summary>
    public IEnumerable<(long Offset, Walk Walk)> Border(Buffer buffer)
    {
        long inside = Zeros.Top * LinePitch, left = Zeros.Left * PixelPitch, right = left + Width * PixelPitch;
        (int, long) images = (Images, ImagePitch), copies = (buffer.Copies, buffer.CopyStride), lines = (Height, LinePitch);
        var (blocks, blockStride) = (buffer.Blocks, buffer.BlockStride);
        if (Zeros.Top > 0) yield return (0, Walks.Make((int)inside, 1, [images, copies], blocks, blockStride));
        if (Zeros.Bottom > 0)
            yield return (inside + Height * LinePitch,
                Walks.Make((int)(Zeros.Bottom * LinePitch), 1, [images, copies], blocks, blockStride));
        if (Zeros.Left > 0) yield return (inside, Walks.Make((int)left, 1, [lines, images, copies], blocks, blockStride));
        if (Zeros.Right > 0)
            yield return (inside + right, Walks.Make((int)(LinePitch - right), 1, [lines, images, copies], blocks, blockStride));
    }
}

/// <summary>Walks made from lists of dimensions; dimensions of one step vanish, so that equal walks are equal.</summary>
internal static class Walks
{
    public static Walk Make(int run, int bytes, ReadOnlySpan<(int Count, long Stride)> dimensions, int segments = 1, long segmentStride = 0)
    {
        var walk = Walk.Unit with { Run = run, Bytes = bytes, Segments = segments, SegmentStride = segments > 1 ? segmentStride : 0 };
        int next = 1;
        foreach (var (count, stride) in dimensions)
            if (count > 1) walk = walk.With(next++, count, stride);
        return walk;
    }

    /// <summary>A dense run of elements.</summary>
    public static Walk Dense(int elements) => Walk.Unit with { Run = elements };

    /// <summary>`rows` runs of `columns` elements, as the vector unit counts them.</summary>
    public static Walk Matrix(int columns, int rows) => Make(columns, 1, [(rows, 0)]);
}
