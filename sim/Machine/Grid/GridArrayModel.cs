using WageSim.Isa.Execution;

namespace WageSim.Machine;

/// <summary>Makes the products of array passes PE by PE, and checks in which cycles the sums come out.</summary>
/// <remarks>A pass, with the preload of its tile before it, runs through an array that is empty. An array takes one at a time.</remarks>
public sealed class GridArrayModel(int arrays, int rows, int cols) : IArrayModel
{
    private readonly ModelledArray[] grids = [.. Enumerable.Range(0, arrays).Select(_ => new ModelledArray(rows, cols))];

    /// <summary>Clock edges of all arrays so far.</summary>
    public long Cycles => grids.Sum(grid => grid.Cycles);

    /// <summary>Clock edges of PEs: each clocks all its registers once.</summary>
    public long PeUpdates => Cycles * rows * cols;

    /// <summary>Host time that took, summed over arrays.</summary>
    public TimeSpan Time => new(grids.Sum(grid => grid.Time.Ticks));

    public void WeightStationary(
        int array, bool swap, ReadOnlySpan<short> x, int rows, int k, ReadOnlySpan<short> tile, Span<int> sums) =>
        grids[array].WeightStationary(swap, x[..(rows * k)], rows, tile, sums);

    public void OutputStationary(
        int array, ReadOnlySpan<short> x, ReadOnlySpan<short> y, int positions, int k, int n, Span<int> sums) =>
        grids[array].OutputStationary(x[..(positions * k)], y[..(positions * n)], positions, sums);
}
