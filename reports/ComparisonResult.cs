namespace WageSim.Reports;

/// <summary>Cycles of a topology's layers beside another simulator's.</summary>
/// <param name="Theirs">The other simulator's file.</param>
/// <param name="EnergyPicojoules">Of our layers.</param>
/// <param name="Prices">Name of the price table.</param>
public sealed record ComparisonResult(
    string Topology, string Theirs, string Chip, string Dataflow, long Cycles, long TheirCycles, decimal EnergyPicojoules, string Prices,
    IReadOnlyList<LayerComparison> Layers, IReadOnlyList<string> Notes)
{
    public int Version { get; init; } = 1;
}

/// <summary>One layer.</summary>
/// <param name="EnergyPicojoules">Ours; theirs is in no such report.</param>
/// <param name="TheirCyclesWithPrefetch">Theirs with what is loaded before the first cycle; null where the file does not say.</param>
/// <param name="Reasons">Why ours differs, in cycles; they sum to ours less theirs.</param>
public sealed record LayerComparison(
    string Name, long Cycles, long TheirCycles, decimal EnergyPicojoules, long? TheirCyclesWithPrefetch, long Difference,
    IReadOnlyList<DifferenceReason> Reasons);

/// <summary>A part of a difference.</summary>
/// <param name="Key">Name for programs.</param>
/// <param name="Reason">What it is.</param>
/// <param name="Cycles">How much longer it makes ours; negative if it makes ours shorter.</param>
public sealed record DifferenceReason(string Key, string Reason, long Cycles);
