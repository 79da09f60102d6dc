namespace WageSim.Workloads.Compiler;

/// <summary>How tensors are made that need their maximum before they can be quantised: errors, and NITI's activations.</summary>
public enum ErrorPass
{
    /// <summary>Products once: wide words go to DRAM while their maximum is tracked, and are quantised in a second pass.</summary>
    Spill,
    /// <summary>Products twice: first for their maximum only, then quantised in the accumulators, so that codes alone go to DRAM.</summary>
    Recompute,
}
