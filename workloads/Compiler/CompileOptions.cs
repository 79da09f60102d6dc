namespace WageSim.Workloads.Compiler;

/// <summary>What the program is for.</summary>
/// <param name="Batch">Images of a step.</param>
/// <param name="Inference">Forward only.</param>
/// <param name="ExternalDraws">The update's random draws are read from memory (tensors random/l) instead of hashed.</param>
public sealed record CompileOptions(int Batch, bool Inference = false, bool ExternalDraws = false);
