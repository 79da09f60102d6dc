namespace WageSim.Machine;

/// <summary>What enters the array in each cycle, and which row of which fold comes out.</summary>
internal sealed class GridArray<V>(int rows, int cols) : GridArray where V : struct, ILanes<V>
{
    private readonly GridRegisters<V> registers = new(rows, cols);
    private long now;

    public override long Now => now;
    public override long Macs => registers.Macs;
    public override long WeightLoads => registers.WeightLoads;
    public override short Active(int row, int column) => registers.Active(row, column);

    public override void WeightStationary(ReadOnlySpan<StreamedFold> folds)
    {
        int loading = 0, line = 0, passing = -1, row = 0, leaving = 0, written = 0;
        for (; leaving < folds.Length; now++)
        {
            bool entered = passing < 0 || row == folds[passing].Length;
            if (entered && loading < folds.Length && line == folds[loading].Lines)
            {
                (passing, row) = (loading++, 0);
                folds[passing].Start = now;
                line = 0;
            }
            bool complete = passing >= 0 && row < folds[passing].Length
                ? registers.ClockWeightStationary(folds[passing].Moving(row), folds[passing].TagsOf(row++))
                : registers.ClockWeightStationary([], 0);
            if (loading < folds.Length && line < folds[loading].Lines)
                registers.ClockPreload(folds[loading].Line(line), StreamedFold.TagsOfLine(line++), folds[loading].Transposed);
            else if (registers.Preloading) registers.ClockPreload([], 0, fromLeft: false);
            if (complete) Take(folds, ref leaving, ref written);
        }
    }

    public override void OutputStationary(ReadOnlySpan<StreamedFold> folds)
    {
        int passing = -1, position = 0, leaving = 0, written = 0;
        long busFree = now;
        for (; leaving < folds.Length; now++)
        {
            bool entered = passing < 0 || position == folds[passing].Length;
            if (entered && passing + 1 < folds.Length && now + folds[passing + 1].Length - 1 is var drains && drains >= busFree)
            {
                (passing, position) = (passing + 1, 0);
                folds[passing].Start = now;
                busFree = drains + folds[passing].OutputRows;
            }
            var streaming = folds[passing];
            bool complete = position < streaming.Length
                ? registers.ClockOutputStationary(streaming.Moving(position), streaming.Y(position), streaming.TagsOf(position++))
                : registers.ClockOutputStationary([], [], 0);
            if (complete) Take(folds, ref leaving, ref written);
        }
    }

    private void Take(ReadOnlySpan<StreamedFold> folds, ref int leaving, ref int row)
    {
        var fold = folds[leaving];
        registers.Read(fold.Sums(row));
        fold.Written[row] = now;
        if (++row < fold.OutputRows) return;
        row = 0;
        leaving++;
    }
}
