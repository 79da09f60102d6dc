namespace WageSim.Workloads.Compiler;

/// <summary>What the program is for.</summary>
/// <param name="Batch">Images of a step.</param>
/// <param name="Inference">Forward only.</param>
/// <param name="ExternalDraws">The update's random draws are read from memory (tensors random/l) instead of hashed.</param>
/// <param name="SumLimit">
/// The largest magnitude of a sum that an accumulator is trusted with; below 2^31 - 1, sums are split that would not have to be.
/// </param>
/// <param name="ErrorPass">How tensors that need their maximum first are made; results do not depend on it.</param>
/// <param name="KeepWords">Words before quantisation are kept layer by layer (sums/l, error_sums/l) instead of sharing a place.</param>
/// <param name="Saved">What is kept of batch normalisations; results do not depend on it.</param>
public sealed record CompileOptions(
    int Batch, bool Inference = false, bool ExternalDraws = false, long SumLimit = int.MaxValue, ErrorPass ErrorPass = ErrorPass.Spill,
    bool KeepWords = false, SavedTensors Saved = SavedTensors.Spill);
