namespace WageSim.Machine;

/// <summary>The same array as <see cref="PeGrid"/>, cycle by cycle and register by register, many PEs at a time.</summary>
public sealed class FastPeGrid
{
    private readonly int rows, cols;
    private readonly int? width;

    /// <param name="width">PEs of a row that the host clocks at once, of <see cref="Widths"/>; or what suits host and array best.</param>
    public FastPeGrid(int rows, int cols, int? width = null) =>
        (this.rows, this.cols, this.width) = (rows, cols, width);

    /// <summary>Widths that this host has.</summary>
    public static IReadOnlyList<int> Widths => GridArray.Widths;

    /// <summary>Runs folds back to back with double-buffered weights: tile n + 1 is preloaded from the first cycle of pass n on.</summary>
    public PeGridResult WeightStationary(IReadOnlyList<Fold> folds)
    {
        foreach (Fold fold in folds) fold.Check(rows, cols);
        var array = GridArray.Create(rows, cols, width);
        StreamedFold[] streams = [.. folds.Select(fold => new StreamedFold().WeightStationary(
            Flat(fold.Rows), fold.Rows.GetLength(0), Flat(fold.Weights), fold.Weights.GetLength(1), fold.Transposed))];
        array.WeightStationary(streams);
        return Result(array, streams);
    }

    /// <summary>Runs folds back to back; a fold waits at the edge if its sums would meet the last fold's on the drain bus.</summary>
    public PeGridResult OutputStationary(IReadOnlyList<OutputFold> folds)
    {
        foreach (OutputFold fold in folds) fold.Check(rows, cols);
        var array = GridArray.Create(rows, cols, width);
        StreamedFold[] streams = [.. folds.Select(fold => new StreamedFold().OutputStationary(
            Flat(fold.X), Flat(fold.Y), fold.X.GetLength(0)))];
        array.OutputStationary(streams);
        return Result(array, streams);
    }

    private static short[] Flat(int[,] values)
    {
        short[] flat = new short[values.Length];
        int i = 0;
        foreach (int value in values) flat[i++] = (short)value;
        return flat;
    }

    private static PeGridResult Result(GridArray array, StreamedFold[] streams) =>
        new([.. streams.Select(Result)], array.Now, array.Macs, array.WeightLoads);

    private static FoldResult Result(StreamedFold stream)
    {
        int[,] outputs = new int[stream.OutputRows, stream.Columns];
        Buffer.BlockCopy(stream.AllSums.ToArray(), 0, outputs, 0, sizeof(int) * outputs.Length);
        return new(new(stream.Start), outputs, Array.ConvertAll(stream.Written.ToArray(), cycle => new Cycle(cycle)));
    }
}
