namespace WageSim.Reports;

/// <summary>What the DRAM did; with ganged channels, what each of them did.</summary>
/// <param name="RowHits">Bursts that found their row open.</param>
/// <param name="RowMisses">Bursts that found their bank closed.</param>
/// <param name="RowConflicts">Bursts that found another row open.</param>
public sealed record DramResult(
    long RowHits, long RowMisses, long RowConflicts, long Activates, long Refreshes, long ReadBursts, long WriteBursts);
