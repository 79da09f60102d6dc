namespace WageSim.Machine;

/// <summary>A page of a command in flight.</summary>
internal struct DmaPage
{
    public Execution Owner;
    public PagePlan Plan;
    public TrackCursor Words;
    public bool IsLast;

    /// <summary>When a load's data is in the page.</summary>
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

    /// <summary>The ports of all its words.</summary>
    public readonly ulong Ports => plan?.Ports ?? 0;

    /// <summary>Whether the next page is the last one.</summary>
    public readonly bool AtLast => plan is not null && next == plan.Pages.Length - 1;

    /// <summary>The next page.</summary>
    public void Next(ref DmaPage page)
    {
        page.Owner = owner;
        page.Plan = plan.Pages[next++];
        page.Words = new(page.Plan.Words);
        page.IsLast = Done;
    }
}
