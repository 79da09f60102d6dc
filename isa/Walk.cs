namespace WageSim.Isa;

/// <summary>
/// An address walk: runs of contiguous elements (dimension 0), at three nested positions (1…3, inner to outer) and in segments (4).
/// </summary>
/// <remarks>
/// A position is what moves in one step: a row of an operand, or one run of a DMA block. Its segments belong to it together.
/// </remarks>
public sealed record Walk(
    int Run, int Bytes,
    int Count1, long Stride1,
    int Count2, long Stride2,
    int Count3, long Stride3,
    int Segments, long SegmentStride)
{
    /// <summary>One element of one byte.</summary>
    public static readonly Walk Unit = new(1, 1, 1, 0, 1, 0, 1, 0, 1, 0);

    /// <summary>Positions visited: count 1 · count 2 · count 3.</summary>
    public int Positions => Count1 * Count2 * Count3;

    /// <summary>Bytes of one run.</summary>
    public int RunBytes => Run * Bytes;

    /// <summary>Elements of one position.</summary>
    public int ElementsPerPosition => Run * Segments;

    /// <summary>Bytes in all runs.</summary>
    public long TotalBytes => (long)Positions * Segments * RunBytes;

    /// <summary>Distance from the start to the lowest byte touched (0 or negative).</summary>
    public long Lowest => Low(Count1, Stride1) + Low(Count2, Stride2) + Low(Count3, Stride3) + Low(Segments, SegmentStride);

    /// <summary>Distance from the start to just after the highest byte touched.</summary>
    public long Highest => High(Count1, Stride1) + High(Count2, Stride2) + High(Count3, Stride3) + High(Segments, SegmentStride) + RunBytes;

    // Walks are keys of what is planned once; these four tell most apart.
    public override int GetHashCode() => HashCode.Combine(Run, Count1, Stride1, Stride2);

    /// <summary>The walk with one dimension set, as the walk instruction does it.</summary>
    public Walk With(int dimension, int count, long stride) => dimension switch
    {
        0 => Unit with { Run = count, Bytes = (int)stride },
        1 => this with { Count1 = count, Stride1 = stride },
        2 => this with { Count2 = count, Stride2 = stride },
        3 => this with { Count3 = count, Stride3 = stride },
        4 => this with { Segments = count, SegmentStride = stride },
        _ => throw new ArgumentOutOfRangeException(nameof(dimension)),
    };

    /// <summary>These strides with the counts of another walk: the other end of a block move.</summary>
    public Walk ShapedAs(Walk counts) => this with
    {
        Run = counts.Run, Bytes = counts.Bytes,
        Count1 = counts.Count1, Count2 = counts.Count2, Count3 = counts.Count3, Segments = counts.Segments,
    };

    /// <summary>Whether the bytes [from, to) meet a run of this walk started at the given address.</summary>
    public bool Meets(long start, long from, long to)
    {
        if (to <= start + Lowest || from >= start + Highest) return false;
        for (int i3 = 0; i3 < Count3; i3++)
            for (int i2 = 0; i2 < Count2; i2++)
                for (int i1 = 0; i1 < Count1; i1++)
                    for (int s = 0; s < Segments; s++)
                    {
                        long run = start + i3 * Stride3 + i2 * Stride2 + i1 * Stride1 + s * SegmentStride;
                        if (from < run + RunBytes && run < to) return true;
                    }
        return false;
    }

    private static long Low(int count, long stride) => Math.Min(0, (count - 1) * stride);
    private static long High(int count, long stride) => Math.Max(0, (count - 1) * stride);
}
