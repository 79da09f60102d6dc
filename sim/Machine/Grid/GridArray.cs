namespace WageSim.Machine;

/// <summary>One PE array at speed, cycle by cycle. Its registers keep their contents from one run to the next.</summary>
internal abstract class GridArray
{
    /// <summary>Clock edges so far.</summary>
    public abstract long Now { get; }

    /// <summary>Products of two used values so far.</summary>
    public abstract long Macs { get; }

    /// <summary>Used weights written to shadow registers so far.</summary>
    public abstract long WeightLoads { get; }

    /// <summary>The active weight of a PE.</summary>
    public abstract short Active(int row, int column);

    /// <summary>Runs folds back to back: tile n + 1 is preloaded from the first cycle of pass n on.</summary>
    public abstract void WeightStationary(ReadOnlySpan<StreamedFold> folds);

    /// <summary>Runs folds back to back; a fold waits at the edge if its sums would meet the last fold's on the drain bus.</summary>
    public abstract void OutputStationary(ReadOnlySpan<StreamedFold> folds);

    /// <summary>PEs of a row that this host can clock at once, most first.</summary>
    public static IReadOnlyList<int> Widths { get; } =
    [
        .. Lanes512.IsSupported ? [Lanes512.Count] : (int[])[],
        .. Lanes256.IsSupported ? [Lanes256.Count] : (int[])[],
        .. Lanes128.IsSupported ? [Lanes128.Count] : (int[])[],
        Lanes1.Count,
    ];

    /// <param name="width">One of <see cref="Widths"/>; or the least that holds a row, or the most there is.</param>
    public static GridArray Create(int rows, int cols, int? width = null) =>
        (width ?? Widths.LastOrDefault(width => width >= cols, Widths[0])) switch
        {
            16 => new GridArray<Lanes512>(rows, cols),
            8 => new GridArray<Lanes256>(rows, cols),
            4 => new GridArray<Lanes128>(rows, cols),
            1 => new GridArray<Lanes1>(rows, cols),
            var other => throw new ArgumentOutOfRangeException(nameof(width), other, "no such width"),
        };
}
