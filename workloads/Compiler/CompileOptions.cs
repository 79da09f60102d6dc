namespace WageSim.Workloads.Compiler;

/// <summary>What the program is for.</summary>
/// <param name="Batch">Images of a step.</param>
/// <param name="Inference">Forward only.</param>
/// <param name="ExternalDraws">The update's random draws are read from memory (tensors random/l) instead of hashed.</param>
/// <param name="SumLimit">
/// The largest magnitude of a sum that an accumulator is trusted with; below 2^31 - 1, sums are split that would not have to be.
/// </param>
/// <param name="ErrorPass">How error tensors are made; results do not depend on it.</param>
public sealed record CompileOptions(
    int Batch, bool Inference = false, bool ExternalDraws = false, long SumLimit = int.MaxValue, ErrorPass ErrorPass = ErrorPass.Spill);
