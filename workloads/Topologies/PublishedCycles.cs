namespace WageSim.Workloads.Topologies;

/// <summary>Cycles of an m × k · k × n product on r × c PEs as closed formulas; no machine is asked.</summary>
/// <remarks>
/// A. Samajdar et al., "A systematic methodology for characterizing scalability of DNN accelerators using SCALE-Sim", ISPASS 2020,
/// equations 3 and 4: with rows S_R, columns S_C and time T a fold takes 2·S_R + S_C + T − 2 cycles.
/// </remarks>
public static class PublishedCycles
{
    /// <summary>Folds: tiles of reduction × filters, or of positions × filters.</summary>
    public static long Folds(Dataflow dataflow, long m, long n, long k, int r, int c) =>
        Parts(dataflow == Dataflow.WeightStationary ? k : m, r) * Parts(n, c);

    /// <summary>
    /// One fold alone: weight-stationary r lines of weights, m rows of inputs and the way out, 2r + c + m − 2; output-stationary k
    /// positions and the way out, r + c + k − 2, as sums leave over the skew.
    /// </summary>
    public static long Fold(Dataflow dataflow, long m, long k, int r, int c) =>
        dataflow == Dataflow.WeightStationary ? 2L * r + c + m - 2 : (long)r + c + k - 2;

    /// <summary>Folds one after the other, none overlapping: the most that a machine with memories that never limit takes.</summary>
    public static long WithoutOverlap(Dataflow dataflow, long m, long n, long k, int r, int c) =>
        Folds(dataflow, m, n, k, r, c) * Fold(dataflow, m, k, r, c);

    /// <summary>What SCALE-Sim prints where nothing stalls: the number of its last cycle, counted from 0.</summary>
    public static long Printed(Dataflow dataflow, long m, long n, long k, int r, int c) => WithoutOverlap(dataflow, m, n, k, r, c) - 1;

    /// <summary>
    /// Weight-stationary with each tile preloaded while the array works on the one before: 2r − 1 + folds · max(m, r) + r + c − 2.
    /// </summary>
    public static long Overlapped(long m, long n, long k, int r, int c) =>
        2L * r - 1 + Folds(Dataflow.WeightStationary, m, n, k, r, c) * Math.Max(m, r) + r + c - 2;

    /// <summary>
    /// The array alone, as docs/machine.md has it, section 6: folds that follow one another without a gap, the first tile's preload and
    /// the last fold's way out.
    /// </summary>
    public static long Steady(Dataflow dataflow, long m, long k, int r, int c, long folds)
    {
        if (dataflow == Dataflow.WeightStationary) return folds * Math.Max(m, r) + Math.Min(m, r) + r + c - 2;
        long rows = Math.Min(m, r);
        return (folds - 1) * Math.Max(k, rows) + k + rows + c - 2;
    }

    private static long Parts(long total, long size) => (total + size - 1) / size;
}
