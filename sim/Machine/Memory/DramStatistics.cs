namespace WageSim.Machine;

/// <summary>What a DRAM channel has done so far; with ganged channels, what each of them has done.</summary>
/// <param name="RowHits">Bursts that found their row open.</param>
/// <param name="RowMisses">Bursts that found their bank closed.</param>
/// <param name="RowConflicts">Bursts that found another row open.</param>
/// <param name="Activates">Activate commands; each is precharged once.</param>
/// <param name="Refreshes">Refreshes of all banks.</param>
public readonly record struct DramStatistics(
    long RowHits, long RowMisses, long RowConflicts, long Activates, long Refreshes, long ReadBursts, long WriteBursts);
