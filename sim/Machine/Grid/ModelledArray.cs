using System.Diagnostics;

namespace WageSim.Machine;

/// <summary>An array whose passes run one by one, with its time checked against the documented formulas.</summary>
internal sealed class ModelledArray(int rows, int cols)
{
    private readonly GridArray array = GridArray.Create(rows, cols);
    private readonly StreamedFold[] pass = [new()];

    public long Cycles => array.Now;
    public TimeSpan Time { get; private set; }

    public void WeightStationary(bool swap, ReadOnlySpan<short> x, int length, ReadOnlySpan<short> tile, Span<int> sums)
    {
        long began = Stopwatch.GetTimestamp(), start = array.Now + (swap ? rows : 0);
        pass[0].WeightStationary(x, length, swap ? tile : default, cols);
        array.WeightStationary(pass);
        CheckTime("weight-stationary", start, firstWrite: start + rows + cols - 2);
        CheckTile(tile);
        pass[0].AllSums.CopyTo(sums);
        Time += Stopwatch.GetElapsedTime(began);
    }

    public void OutputStationary(ReadOnlySpan<short> x, ReadOnlySpan<short> y, int positions, Span<int> sums)
    {
        long began = Stopwatch.GetTimestamp(), start = array.Now;
        pass[0].OutputStationary(x, y, positions);
        array.OutputStationary(pass);
        CheckTime("output-stationary", start, firstWrite: start + positions - 1 + cols - 1);
        pass[0].AllSums.CopyTo(sums);
        Time += Stopwatch.GetElapsedTime(began);
    }

    private void CheckTime(string kind, long start, long firstWrite)
    {
        if (pass[0].Start != start) throw Differs($"the first row enters in cycle {pass[0].Start}, by the formula in {start}");
        var written = pass[0].Written;
        for (int i = 0; i < written.Length; i++)
            if (written[i] != firstWrite + i)
                throw Differs($"row {i} of the sums is written in cycle {written[i]}, by the formula in {firstWrite + i}");

        InvalidOperationException Differs(string how) =>
            new($"{kind} pass of {pass[0].Length} rows on {rows}×{cols} PEs: {how}");
    }

    // What the preload chain and the swap wave left in the PEs is the tile the machine has.
    private void CheckTile(ReadOnlySpan<short> tile)
    {
        for (int r = 0; r < rows; r++)
            for (int c = 0; c < cols; c++)
                if (array.Active(r, c) != tile[r * cols + c])
                    throw new InvalidOperationException(
                        $"PE ({r}, {c}) holds weight {array.Active(r, c)}, the machine's tile {tile[r * cols + c]}");
    }
}
