using WageSim.Isa;
using WageSim.Models.Costs;

namespace WageSim.Machine;

/// <summary>
/// DMA from the scratchpad to DRAM: pages are filled at the scratchpad port and written behind; a page is free again when DRAM has it.
/// </summary>
public sealed class StoreUnit : UnitBase
{
    private readonly DramChannel dram;
    private readonly Queue<DmaPage> writing = new();
    private readonly Requester requester = new();
    private DmaBlock? block;
    private DmaPage? reading;
    private int freePages;

    public StoreUnit(MachineContext context, DramChannel dram) : base(Unit.Store, context)
    {
        this.dram = dram;
        freePages = context.Chip.Dma.Pages;
        Requesters = [requester];
    }

    public override IReadOnlyList<Requester> Requesters { get; }

    private protected override bool AcceptsWait => block is null && reading is null;

    private protected override void Move(long elapsed, Cycle now)
    {
        if (requester.Granted) reading!.Words.Pass(elapsed);
    }

    private protected override bool Work(Cycle now)
    {
        bool changed = false;
        if (reading is { Words.Active: false })
        {
            var arrival = now + context.Chip.Dma.LatencyCycles;
            reading.Ready = arrival;
            foreach (var (first, count) in reading.Bursts)
            {
                reading.Ready = Cycle.Max(reading.Ready, dram.Access(arrival, first, count, write: true) + context.Chip.Dma.LatencyCycles);
                context.Activity.Add(Activity.DramWriteByte, (long)count * context.Chip.Dram.BurstBytes);
            }
            if (reading.IsLast) reading.Owner.Finish = reading.Ready;
            writing.Enqueue(reading);
            reading = null;
            changed = true;
        }
        while (writing.TryPeek(out var page) && page.Ready <= now)
        {
            writing.Dequeue();
            freePages++;
            changed = true;
        }
        return StartPage() || changed;
    }

    private bool StartPage()
    {
        if (reading is not null || block is null || freePages == 0) return false;
        reading = block.Next();
        freePages--;
        context.Activity.Add(Activity.ScratchpadReadByte, reading.WordCount * context.Ports.Word);
        if (block.Done) block = null;
        return true;
    }

    private protected override UnitState? Blocked(in Command command, Cycle now) => AcceptsWait ? null : UnitState.Busy;

    private protected override void Begin(Execution execution, Cycle now)
    {
        var c = execution.Command;
        var chip = context.Chip;
        block = new(execution, c.W1!.ShapedAs(c.W0!), c.B, c.W0!, c.A, chip.Dma.PageBytes, chip.Dram.BurstBytes, context.Ports);
        StartPage();
    }

    public override void Request(Cycle now)
    {
        requester.Wants = reading is not null;
        (requester.Mask, requester.Left) = reading is null ? (0, 0) : (reading.Words.Ports, reading.Words.Left);
    }

    private protected override UnitState StateNow(UnitState waiting, Cycle now) =>
        requester.Wants ? requester.Granted ? UnitState.Busy : UnitState.BankConflict : writing.Count > 0 ? UnitState.Dram : waiting;

    private protected override Cycle NextEvent(Cycle now)
    {
        var due = requester.Granted ? now + requester.Left : Cycle.Never;
        return writing.TryPeek(out var page) ? Cycle.Min(due, page.Ready) : due;
    }
}
