using WageSim.Models.Costs;

namespace WageSim.Machine;

/// <summary>Time and counts of one run of a program.</summary>
/// <param name="Cycles">From the first instruction to the end of halt.</param>
/// <param name="Macs">Multiply-accumulates of the network.</param>
/// <param name="PeProducts">Products made by PEs: MACs times passes.</param>
/// <param name="Activity">Everything that costs energy.</param>
/// <param name="Ranges">Time and counts of each layer and phase, in program order; they sum to the whole.</param>
/// <param name="States">Cycles of the sequencer and of each unit in each state; each unit's sum to the whole.</param>
/// <param name="Dram">What the DRAM did.</param>
public sealed record MachineResult(long Cycles, long Macs, long PeProducts, ActivityCounts Activity, IReadOnlyList<RangeResult> Ranges,
    UnitStates States, DramStatistics Dram)
{
    /// <summary>Evaluated cycles, which say what the clock had to do.</summary>
    public long Evaluations { get; init; }

    /// <summary>Cycles in turns of loops that were known from before, and so were not simulated again.</summary>
    public long SkippedCycles { get; init; }
}

/// <summary>Time and counts of one layer and phase.</summary>
/// <param name="States">Cycles of the sequencer and of each unit in each state; each unit's sum to the range's.</param>
public sealed record RangeResult(
    string Layer, string Phase, long Cycles, long Macs, long PeProducts, ActivityCounts Activity, UnitStates States);
