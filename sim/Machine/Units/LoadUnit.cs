using WageSim.Isa;
using WageSim.Models.Costs;

namespace WageSim.Machine;

/// <summary>
/// DMA from DRAM to the scratchpad: requests run ahead page by page, words are written in order as the pages arrive.
/// Also fills with a constant.
/// </summary>
public sealed class LoadUnit : UnitBase
{
    private readonly DramChannel dram;
    private readonly DmaTiming timing;
    private readonly RefQueue<DmaPage> pages = new();
    private readonly Requester requester;
    private DmaBlock requesting;
    private int freePages;
    private ulong ports; // of the block that is requested, and at least of all pages

    public LoadUnit(MachineContext context, DramChannel dram) : base(Unit.Load, context)
    {
        this.dram = dram;
        timing = new(context.Chip, context.Ports);
        freePages = context.Chip.Dma.Pages;
        Requesters = [requester = new(this)];
    }

    // Requests of a block go out before the next command of the queue is looked at.
    private protected override bool AcceptsWait => requesting.Done;

    // Up to the last request of the block, and to the last word of one.
    private protected override long Stream(Cycle until, ulong taken)
    {
        if ((ports & taken) != 0) return 0;
        long steps = 0;
        for (; Due < until && !requesting.AtLast && !(requester.Granted && pages.Head.IsLast); steps++) StreamOn(requester);
        return steps;
    }

    private protected override void Tell(UnitState state, Cycle from, Cycle to)
    {
        base.Tell(state, from, to);
        if (requester.Wants) TellBeats(Way.Words, ref pages.Head.Words, requester.Granted, 0, from, to);
    }

    private protected override void Move(long elapsed, Cycle now)
    {
        if (!requester.Granted) return;
        ref var page = ref pages.Head;
        page.Words.Pass(elapsed);
        if (page.Words.Active) return;
        if (page.IsLast) page.Owner.Finish = now;
        pages.Pop();
        freePages++;
    }

    private protected override bool Work(Cycle now)
    {
        if (requesting.Done || freePages == 0) return false;
        ref var page = ref pages.Push();
        requesting.Next(ref page);
        freePages--;
        page.Ready = now;
        int latency = context.Chip.Dma.LatencyCycles;
        foreach (var (row, bursts) in page.Plan.Bursts)
            page.Ready = dram.AccessRow(now + latency, requesting.FirstRow + row, bursts, write: false) + latency;
        context.Activity.Add(Activity.DramReadByte, page.Plan.BurstCount * context.Chip.Dram.BurstBytes);
        context.Activity.Add(Activity.ScratchpadWriteByte, page.Plan.Words.Words * context.Ports.Word);
        return true;
    }

    private protected override bool CanStart(in Command command, Cycle now, out UnitState cause)
    {
        cause = UnitState.Busy;
        return requesting.Done;
    }

    private protected override void Begin(Execution execution, Cycle now)
    {
        ref readonly var c = ref execution.Command;
        requesting = c.Instruction is Load
            ? new(execution, timing.Plan(c.W0!, c.W0, c.A, c.W1!, c.B), timing.RowOf(c.A))
            : new(execution, timing.Plan(c.W0!, null, 0, c.W0!, c.A), 0);
        ports = pages.Count == 0 ? requesting.Ports : ports | requesting.Ports;
    }

    public override void Request(Cycle now, bool nextBeatOnly)
    {
        requester.Wants = pages.Count > 0 && pages.Head.Ready <= now;
        if (!requester.Wants) return;
        ref var words = ref pages.Head.Words;
        (requester.Mask, requester.Left) = nextBeatOnly ? words.Current() : (words.Track.Ports, words.Left);
    }

    private protected override UnitState StateNow(UnitState waiting, Cycle now)
    {
        if (requester.Wants) return requester.Granted ? UnitState.Busy : UnitState.BankConflict;
        if (pages.Count > 0) return UnitState.Dram;
        return requesting.Done ? waiting : UnitState.Busy;
    }

    private protected override Cycle NextEvent(Cycle now)
    {
        var due = EventApart(now);
        return requester.Granted ? Cycle.Min(due, now + requester.Left) : due;
    }

    private protected override Cycle EventApart(Cycle now)
    {
        // One request a cycle.
        if (!requesting.Done && freePages > 0) return now + 1;
        return !requester.Wants && pages.Count > 0 ? pages.Head.Ready : Cycle.Never;
    }

    internal override bool TryLane(int request, out Lane lane)
    {
        lane = new(pages.Head.Words);
        return true;
    }
}
