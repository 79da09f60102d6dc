namespace WageSim.Machine;

/// <summary>Collects accumulator rows as they leave the de-skewed edge, in the order of the folds.</summary>
internal sealed class PeGridDrain
{
    private readonly FoldResult[] results;
    private int started, fold, row;
    private Cycle end = Cycle.Zero;

    public PeGridDrain((int Rows, int Cols)[] shapes) =>
        results = [.. shapes.Select(s => new FoldResult(Cycle.Never, new int[s.Rows, s.Cols], new Cycle[s.Rows]))];

    /// <summary>Every row of every fold has been written.</summary>
    public bool Complete => fold == results.Length;

    /// <summary>The next fold's first row is at the edge.</summary>
    public void Started(Cycle now)
    {
        results[started] = results[started] with { Start = now };
        started++;
    }

    /// <summary>Takes the row that is at the edge in this cycle, if there is one.</summary>
    public void Take(ReadOnlySpan<Operand> edge, Cycle now)
    {
        bool valid = edge[0].Valid;
        foreach (Operand lane in edge)
            if (lane.Valid != valid) throw new InvalidOperationException($"cycle {now}: columns are not aligned at the accumulator");
        if (!valid) return;

        FoldResult result = results[fold];
        for (int c = 0; c < result.Outputs.GetLength(1); c++) result.Outputs[row, c] = edge[c].Value;
        result.Written[row] = now;
        end = now + 1;
        if (++row < result.Written.Length) return;
        row = 0;
        fold++;
    }

    /// <summary>What was collected, with the array's counts.</summary>
    public PeGridResult Result(PeRegisters array) => new(results, end - Cycle.Zero, array.Macs, array.WeightLoads);
}
