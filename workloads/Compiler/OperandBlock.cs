using WageSim.Isa;

namespace WageSim.Workloads.Compiler;

/// <summary>
/// A block of images in the scratchpad, with a zero border for SAME padding: lines of pixels, each pixel a chunk of channels.
/// </summary>
/// <param name="Channels">Channels of a chunk: what lies together at a pixel.</param>
/// <param name="Bytes">Bytes of an element.</param>
/// <param name="Padding">Border pixels on each side.</param>
/// <param name="Word">Bytes of a port word; lines start on words, so that each line is fetched in the same pattern.</param>
internal readonly record struct OperandBlock(int Images, int Height, int Width, int Channels, int Bytes, int Padding, int Word)
{
    public long PixelPitch => (long)Channels * Bytes;
    public long LinePitch => Allocation.Round((Width + 2 * Padding) * PixelPitch, Word);
    public long ImagePitch => (Height + 2 * Padding) * LinePitch;
    public long Size => Images * ImagePitch;

    /// <summary>Distance to the first pixel inside the border.</summary>
    public long Interior => Padding * LinePitch + Padding * PixelPitch;

    /// <summary>The moving operand: one position a pixel, `run` elements in each of `segments` lines.</summary>
    public Walk Positions(int images, int run, int segments) =>
        Walks.Make(run, Bytes, [(Width, PixelPitch), (Height, LinePitch), (images, ImagePitch)], segments, LinePitch);

    /// <summary>The inside, pixel by pixel, as DMA and routing write it.</summary>
    public Walk Pixels(int images, int channels) =>
        new(channels, Bytes, Width, PixelPitch, Height, LinePitch, images, ImagePitch, 1, 0);

    /// <summary>The border of all images of all copies, as blocks to fill with zeros: above, below, left, right.</summary>
    public IEnumerable<(long Offset, Walk Walk)> Border(in Buffer buffer)
    {
        if (Padding == 0) return [];
        int strip = (int)(Padding * LinePitch), side = (int)(Padding * PixelPitch);
        int right = (int)(LinePitch - side - Width * PixelPitch);
        (int, long) images = (Images, ImagePitch), copies = (buffer.Copies, buffer.CopyStride), lines = (Height, LinePitch);
        var (blocks, blockStride) = (buffer.Blocks, buffer.BlockStride);
        return
        [
            (0, Walks.Make(strip, 1, [images, copies], blocks, blockStride)),
            ((Padding + Height) * LinePitch, Walks.Make(strip, 1, [images, copies], blocks, blockStride)),
            (strip, Walks.Make(side, 1, [lines, images, copies], blocks, blockStride)),
            (strip + side + Width * PixelPitch, Walks.Make(right, 1, [lines, images, copies], blocks, blockStride)),
        ];
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
