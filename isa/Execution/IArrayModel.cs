namespace WageSim.Isa.Execution;

/// <summary>How the products of an array pass are made: by a kernel at once, or PE by PE. The sums are the same.</summary>
public interface IArrayModel
{
    /// <summary>sums[i, n] = Σₖ x[i, k] · tile[k, n] modulo 2^32.</summary>
    /// <param name="swap">Whether the pass takes the preloaded tile; else the active one stays.</param>
    /// <param name="x">rows × k moving operands, of 9 bits as signed numbers.</param>
    /// <param name="tile">The array's active registers, all its rows × its columns; rows from k on are 0.</param>
    /// <param name="sums">rows × the array's columns, overwritten.</param>
    void WeightStationary(int array, bool swap, ReadOnlySpan<short> x, int rows, int k, ReadOnlySpan<short> tile, Span<int> sums);

    /// <summary>sums[k, n] = Σᵢ x[i, k] · y[i, n] modulo 2^32.</summary>
    /// <param name="x">positions × k.</param>
    /// <param name="y">positions × n.</param>
    /// <param name="sums">k × n, overwritten.</param>
    void OutputStationary(int array, ReadOnlySpan<short> x, ReadOnlySpan<short> y, int positions, int k, int n, Span<int> sums);
}
