namespace WageSim.Machine;

/// <summary>A page of a command in flight.</summary>
internal struct DmaPage
{
    public Execution Owner;
    public PagePlan Plan;
    public TrackCursor Words;
    public bool IsLast;

    /// <summary>When the data is in the page, or in DRAM.</summary>
    public Cycle Ready;
}

/// <summary>The block that a DMA engine works on: its pages in order.</summary>
internal struct DmaBlock(Execution owner, DmaPlan plan, long firstRow)
{
    private int next;

    public readonly Execution Owner => owner;

    /// <summary>The DRAM row that the plan's rows count from.</summary>
    public readonly long FirstRow => firstRow;

    public readonly bool Done => plan is null || next == plan.Pages.Length;

    /// <summary>The next page.</summary>
    public DmaPage Next()
    {
        var page = plan.Pages[next++];
        return new() { Owner = owner, Plan = page, Words = new(page.Words), IsLast = Done, Ready = Cycle.Never };
    }
}
