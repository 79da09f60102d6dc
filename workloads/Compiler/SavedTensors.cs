namespace WageSim.Workloads.Compiler;

/// <summary>What training keeps of a batch normalisation from forward until its errors come back.</summary>
public enum SavedTensors
{
    /// <summary>All that is needed is written to DRAM: normalised codes, activations, masks.</summary>
    Spill,
    /// <summary>Normalised codes alone; activations and masks are made of them again.</summary>
    Recompute,
}
