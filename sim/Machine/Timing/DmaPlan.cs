namespace WageSim.Machine;

/// <summary>Bursts of one DRAM row that follow one another; which columns they are does not matter to their time.</summary>
/// <param name="Row">Rows of all banks from the one in which the block starts.</param>
internal readonly record struct RowBursts(long Row, int Bursts);

/// <summary>A page's worth of a DMA block: its DRAM bursts, and its words at the scratchpad ports.</summary>
internal sealed record PagePlan(RowBursts[] Bursts, Track Words)
{
    public long BurstCount { get; } = Bursts.Sum(row => (long)row.Bursts);
}

/// <summary>A DMA block cut into pages. It depends on the block's place in a DRAM row, not on which row it is.</summary>
internal sealed record DmaPlan(PagePlan[] Pages)
{
    public ulong Ports { get; } = Pages.Aggregate(0ul, (ports, page) => ports | page.Words.Ports);
}
