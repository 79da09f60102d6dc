using WageSim.Isa;
using WageSim.Models.Costs;

namespace WageSim.Machine;

/// <summary>
/// DMA from the scratchpad to DRAM: pages are filled at the scratchpad port and written behind; a page is free again when DRAM has it.
/// </summary>
public sealed class StoreUnit : UnitBase
{
    private readonly DramChannel dram;
    private readonly DmaTiming timing;
    private readonly RefQueue<Cycle> writing = new();
    private readonly Requester requester;
    private DmaBlock block;
    private DmaPage reading;
    private bool isReading;
    private int freePages;

    public StoreUnit(MachineContext context, DramChannel dram) : base(Unit.Store, context)
    {
        this.dram = dram;
        timing = new(context.Chip, context.Ports);
        freePages = context.Chip.Dma.Pages;
        Requesters = [requester = new(this)];
    }

    private protected override bool AcceptsWait => block.Done && !isReading;

    // Up to the last page of the block.
    private protected override long Stream(Cycle until, ulong taken)
    {
        if ((block.Ports & taken) != 0) return 0;
        long steps = 0;
        for (; Due < until && !(isReading && reading.IsLast); steps++) StreamOn(requester);
        return steps;
    }

    private protected override void Tell(UnitState state, Cycle from, Cycle to)
    {
        base.Tell(state, from, to);
        if (requester.Wants) TellBeats(Way.Words, ref reading.Words, requester.Granted, 0, from, to);
    }

    private protected override void Move(long elapsed, Cycle now)
    {
        if (requester.Granted) reading.Words.Pass(elapsed);
    }

    private protected override bool Work(Cycle now)
    {
        bool changed = isReading && !reading.Words.Active;
        if (changed) HandOver(now);
        for (; writing.Count > 0 && writing.Head <= now; writing.Pop(), freePages++) changed = true;
        return StartPage() || changed;
    }

    private void HandOver(Cycle now)
    {
        int latency = context.Chip.Dma.LatencyCycles;
        var free = now;
        foreach (var (row, bursts) in reading.Plan.Bursts)
            free = dram.AccessRow(now + latency, block.FirstRow + row, bursts, write: true) + latency;
        context.Activity.Add(Activity.DramWriteByte, reading.Plan.BurstCount * context.Chip.Dram.BurstBytes);
        if (reading.IsLast) reading.Owner.Finish = free;
        writing.Push() = free;
        isReading = false;
    }

    private bool StartPage()
    {
        if (isReading || block.Done || freePages == 0) return false;
        block.Next(ref reading);
        isReading = true;
        freePages--;
        context.Activity.Add(Activity.ScratchpadReadByte, reading.Plan.Words.Words * context.Ports.Word);
        return true;
    }

    private protected override bool CanStart(in Command command, Cycle now, out UnitState cause)
    {
        cause = UnitState.Busy;
        return AcceptsWait;
    }

    private protected override void Begin(Execution execution, Cycle now)
    {
        ref readonly var c = ref execution.Command;
        block = new(execution, timing.Plan(c.W0!, c.W1, c.B, c.W0!, c.A), timing.RowOf(c.B));
        StartPage();
    }

    public override void Request(Cycle now, bool nextBeatOnly)
    {
        requester.Wants = isReading;
        if (!isReading) return;
        (requester.Mask, requester.Left) = nextBeatOnly ? reading.Words.Current() : (reading.Words.Track.Ports, reading.Words.Left);
    }

    private protected override UnitState StateNow(UnitState waiting, Cycle now) =>
        requester.Wants ? requester.Granted ? UnitState.Busy : UnitState.BankConflict : writing.Count > 0 ? UnitState.Dram : waiting;

    private protected override Cycle NextEvent(Cycle now)
    {
        var due = EventApart(now);
        return requester.Granted ? Cycle.Min(due, now + requester.Left) : due;
    }

    private protected override Cycle EventApart(Cycle now) => writing.Count > 0 ? writing.Head : Cycle.Never;

    internal override bool TryLane(int request, out Lane lane)
    {
        lane = new(reading.Words);
        return true;
    }
}
