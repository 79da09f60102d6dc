namespace WageSim.Isa.Kernels;

/// <summary>Distances of a walk's positions from its start, in the order of the array; made once for each shape.</summary>
internal sealed class RowOffsets
{
    private readonly Dictionary<(int, long, int, long, int, long), int[]> known = [];
    private readonly Dictionary<Walk, Walk?> halved = [];

    /// <summary>One distance a position.</summary>
    public int[] Of(Walk walk)
    {
        var key = (walk.Count1, walk.Stride1, walk.Count2, walk.Stride2, walk.Count3, walk.Stride3);
        if (known.TryGetValue(key, out int[]? offsets)) return offsets;
        offsets = new int[walk.Positions];
        int next = 0;
        for (int i3 = 0; i3 < walk.Count3; i3++)
            for (int i2 = 0; i2 < walk.Count2; i2++)
                for (int i1 = 0; i1 < walk.Count1; i1++) offsets[next++] = (int)(i3 * walk.Stride3 + i2 * walk.Stride2 + i1 * walk.Stride1);
        return known[key] = offsets;
    }

    /// <summary>
    /// The walk of 16-bit elements over a plane of one byte of each; null where positions do not follow one another by even distances.
    /// </summary>
    public Walk? Halved(Walk walk)
    {
        if (walk.Bytes != 2) return null;
        if (halved.TryGetValue(walk, out var half)) return half;
        long[] strides = [walk.Stride1, walk.Stride2, walk.Stride3, walk.SegmentStride];
        bool rising = (walk.Count1 - 1) * walk.Stride1 <= walk.Stride2 || walk.Count2 == 1;
        rising &= (walk.Count1 - 1) * walk.Stride1 + (walk.Count2 - 1) * walk.Stride2 <= walk.Stride3 || walk.Count3 == 1;
        bool halves = rising && strides.All(stride => stride >= 0 && stride % 2 == 0);
        return halved[walk] = !halves ? null : walk with
        {
            Bytes = 1, Stride1 = walk.Stride1 / 2, Stride2 = walk.Stride2 / 2, Stride3 = walk.Stride3 / 2,
            SegmentStride = walk.SegmentStride / 2,
        };
    }
}
