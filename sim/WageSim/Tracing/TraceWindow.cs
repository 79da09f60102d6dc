namespace WageSim.Tracing;

/// <summary>Cycles First to Last, both included, counted from the begin of what is traced.</summary>
public readonly record struct TraceWindow(long First, long Last)
{
    /// <summary>Cycles.</summary>
    public long Length => Last - First + 1;

    /// <summary>Whether a stretch [from, to) has a cycle in common with it.</summary>
    public bool Overlaps(long from, long to) => from <= Last && to > First;
}
