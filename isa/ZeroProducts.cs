namespace WageSim.Isa;

/// <summary>Products of PEs with at least one zero operand, by range of a program. Host threads may count at the same time.</summary>
public sealed class ZeroProducts(Program program)
{
    private readonly long[] counts = new long[program.Ranges.Count];
    private long outside;

    /// <summary>One count for each of the program's ranges.</summary>
    public IReadOnlyList<long> Ranges => counts;

    /// <summary>Those of all ranges, and of instructions outside of them.</summary>
    public long Total => counts.Sum() + outside;

    /// <summary>The range that an instruction counts for: its place among the program's, or -1.</summary>
    public int RangeOf(int pc) => program.IndexOfRange(pc);

    /// <summary>Counts products of a range.</summary>
    public void Add(int range, long products) => Interlocked.Add(ref range < 0 ? ref outside : ref counts[range], products);

    /// <summary>Begins anew.</summary>
    public void Clear()
    {
        Array.Clear(counts);
        outside = 0;
    }
}
