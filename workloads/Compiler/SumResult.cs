namespace WageSim.Workloads.Compiler;

/// <summary>What a phase leaves of its sums.</summary>
internal enum SumResult
{
    /// <summary>Words in DRAM, and their maximum.</summary>
    Words,
    /// <summary>The maximum alone.</summary>
    Maximum,
    /// <summary>Codes in DRAM, from a maximum that is known.</summary>
    Codes,
}
