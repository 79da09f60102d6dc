namespace WageSim.Machine;

/// <summary>One PE array simulated PE by PE, register by register: the definition of what the array does and when.</summary>
/// <remarks>
/// Cycle e is the cycle in which an operand row is at the edge; PE (r, c) multiplies it in cycle e + r + c, because lane r is skewed by r
/// and every PE holds the row for one cycle. Nothing here computes a cycle: outputs are noted when they fall out of the last register.
/// </remarks>
public sealed class PeGrid(int rows, int cols)
{
    /// <summary>Runs folds back to back with double-buffered weights: tile n + 1 is preloaded from the first cycle of pass n on.</summary>
    public PeGridResult WeightStationary(IReadOnlyList<Fold> folds)
    {
        foreach (Fold fold in folds) fold.Check(rows, cols);
        var array = new PeRegisters(rows, cols);
        SkewRegisters skewX = new(rows), skewTop = new(cols), skewLeft = new(rows), deskew = new(cols, undo: true);
        Operand[] left = new Operand[rows], weightsTop = new Operand[cols], weightsLeft = new Operand[rows], bottom = new Operand[cols];
        var drain = new PeGridDrain([.. folds.Select(f => (f.Rows.GetLength(0), f.Weights.GetLength(1)))]);

        int loading = 0, line = 0, passing = -1, row = 0;
        for (var now = Cycle.Zero; !drain.Complete; now += 1)
        {
            bool entered = passing < 0 || row == folds[passing].Rows.GetLength(0);
            if (entered && loading < folds.Count && line == Lines(folds[loading]))
            {
                drain.Started(now);
                (passing, row) = (loading++, 0);
                line = 0;
            }
            int[,]? moving = passing >= 0 && row < folds[passing].Rows.GetLength(0) ? folds[passing].Rows : null;
            Fold? tile = loading < folds.Count && line < Lines(folds[loading]) ? folds[loading] : null;
            int[,]? fromTop = tile is { Transposed: false } ? tile.Weights : null;
            int[,]? fromLeft = tile is { Transposed: true } ? tile.Weights : null;
            for (int r = 0; r < rows; r++)
            {
                left[r] = skewX.Shift(r, Lane(moving, row, r));
                weightsLeft[r] = skewLeft.Shift(r, Weight(fromLeft, r, line, line));
            }
            for (int c = 0; c < cols; c++) weightsTop[c] = skewTop.Shift(c, Weight(fromTop, line, c, line));
            if (moving is not null) row++;
            if (tile is not null) line++;

            array.ClockWeightStationary(left, weightsTop, weightsLeft, bottom);
            for (int c = 0; c < cols; c++) bottom[c] = deskew.Shift(c, bottom[c]);
            drain.Take(bottom, now);
        }
        return drain.Result(array);
    }

    /// <summary>Runs folds back to back; a fold waits at the edge if its sums would meet the last fold's on the drain bus.</summary>
    public PeGridResult OutputStationary(IReadOnlyList<OutputFold> folds)
    {
        foreach (OutputFold fold in folds) fold.Check(rows, cols);
        var array = new PeRegisters(rows, cols);
        SkewRegisters skewX = new(rows), skewY = new(cols), deskew = new(cols, undo: true);
        Operand[] left = new Operand[rows], top = new Operand[cols], bus = new Operand[cols];
        var drain = new PeGridDrain([.. folds.Select(f => (f.X.GetLength(1), f.Y.GetLength(1)))]);

        int passing = -1, position = 0;
        Cycle busFree = Cycle.Zero;
        for (var now = Cycle.Zero; !drain.Complete; now += 1)
        {
            bool entered = passing < 0 || position == folds[passing].X.GetLength(0);
            if (entered && passing + 1 < folds.Count && now + (folds[passing + 1].X.GetLength(0) - 1) is var drains && drains >= busFree)
            {
                drain.Started(now);
                (passing, position) = (passing + 1, 0);
                busFree = drains + folds[passing].X.GetLength(1);
            }
            OutputFold? streaming = position < folds[passing].X.GetLength(0) ? folds[passing] : null;
            for (int r = 0; r < rows; r++) left[r] = skewX.Shift(r, Lane(streaming?.X, position, r));
            for (int c = 0; c < cols; c++) top[c] = skewY.Shift(c, Lane(streaming?.Y, position, c));
            if (streaming is not null) position++;

            array.ClockOutputStationary(left, top, bus);
            for (int c = 0; c < cols; c++) bus[c] = deskew.Shift(c, bus[c]);
            drain.Take(bus, now);
        }
        return drain.Result(array);
    }

    private static int Lines(Fold fold) => fold.Weights.GetLength(fold.Transposed ? 1 : 0);

    private static Operand Lane(int[,]? values, int row, int lane)
    {
        if (values is null) return default;
        Tags tags = Tags.Valid | (row == 0 ? Tags.First : 0) | (row == values.GetLength(0) - 1 ? Tags.Last : 0);
        return lane < values.GetLength(1) ? new(values[row, lane], tags | Tags.Used) : new(0, tags);
    }

    private static Operand Weight(int[,]? weights, int k, int n, int line)
    {
        if (weights is null) return default;
        Tags tags = Tags.Valid | (line == 0 ? Tags.First : 0);
        return k < weights.GetLength(0) && n < weights.GetLength(1) ? new(weights[k, n], tags | Tags.Used, line) : new(0, tags, line);
    }
}
