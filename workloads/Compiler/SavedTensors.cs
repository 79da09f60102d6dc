namespace WageSim.Workloads.Compiler;

/// <summary>What training keeps of a batch normalisation from forward until its errors come back.</summary>
public enum SavedTensors
{
    /// <summary>All that is needed is written to DRAM: normalised codes, activations, masks.</summary>
    Spill,
    /// <summary>The stream with its mean and deviation; the others are made of it again.</summary>
    Recompute,
}
