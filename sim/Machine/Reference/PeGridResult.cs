namespace WageSim.Machine;

/// <summary>A weight-stationary fold: weights[k, n] of the tile and moving rows x[t, k].</summary>
/// <param name="Weights">kt × nc, no larger than the array; the other PEs hold 0.</param>
/// <param name="Rows">T × kt.</param>
/// <param name="Transposed">Weights enter from the left, one array column a cycle, and so take nc cycles instead of kt.</param>
public sealed record Fold(int[,] Weights, int[,] Rows, bool Transposed = false);

/// <summary>An output-stationary fold: positions t of x[t, k] and y[t, n].</summary>
/// <param name="X">T × kt, from the left.</param>
/// <param name="Y">T × nc, from the top.</param>
public sealed record OutputFold(int[,] X, int[,] Y);

/// <summary>What left the array for one fold.</summary>
/// <param name="Start">Cycle in which the first row or position is at the edge.</param>
/// <param name="Outputs">T × nc sums, or kt × nc of an output-stationary fold.</param>
/// <param name="Written">Per row of outputs, the cycle in which the accumulator row is written.</param>
public sealed record FoldResult(Cycle Start, int[,] Outputs, Cycle[] Written);

/// <summary>What the array did.</summary>
/// <param name="Cycles">From the first weight or operand in to the last output out, both included.</param>
/// <param name="Macs">Products of the tiles' own values; padding does not count.</param>
/// <param name="WeightLoads">Weights written to shadow registers; padding and clearing do not count.</param>
public sealed record PeGridResult(IReadOnlyList<FoldResult> Folds, long Cycles, long Macs, long WeightLoads);
