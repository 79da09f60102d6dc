namespace WageSim.Isa.Kernels;

/// <summary>Distances of a walk's positions from its start, in the order of the array; made once for each shape.</summary>
internal sealed class RowOffsets
{
    private readonly Dictionary<(int, long, int, long, int, long), int[]> known = [];

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
}
