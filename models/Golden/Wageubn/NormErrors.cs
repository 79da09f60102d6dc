namespace WageSim.Models.Golden.Wageubn;

/// <summary>What a batch normalisation's backward pass makes.</summary>
/// <param name="Stream">Wide error of what it read.</param>
/// <param name="ErrorSums">Σe of each channel.</param>
/// <param name="ProductSums">Σe·x̂ of each channel.</param>
public sealed record NormErrors(WideError Stream, long[] ErrorSums, long[] ProductSums);
