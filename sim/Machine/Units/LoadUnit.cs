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
    private readonly Queue<DmaPage> pages = new();
    private readonly Requester requester = new();
    private DmaBlock? requesting;
    private Execution? requestingFor;
    private int freePages;

    public LoadUnit(MachineContext context, DramChannel dram) : base(Unit.Load, context)
    {
        this.dram = dram;
        freePages = context.Chip.Dma.Pages;
        Requesters = [requester];
    }

    public override IReadOnlyList<Requester> Requesters { get; }

    // Requests of a block go out before the next command of the queue is looked at.
    private protected override bool AcceptsWait => requesting is null;

    private protected override void Move(long elapsed, Cycle now)
    {
        if (!requester.Granted) return;
        var page = pages.Peek();
        page.Words.Pass(elapsed);
        if (page.Words.Active) return;
        pages.Dequeue();
        freePages++;
        if (page.IsLast) page.Owner.Finish = now;
    }

    private protected override bool Work(Cycle now)
    {
        if (requesting is null || freePages == 0) return false;
        var page = requesting.Next();
        freePages--;
        page.Ready = now;
        if (requestingFor!.Command.Instruction is Load)
        {
            var arrival = now + context.Chip.Dma.LatencyCycles;
            foreach (var (first, count) in page.Bursts)
            {
                page.Ready = Cycle.Max(page.Ready, dram.Access(arrival, first, count, write: false) + context.Chip.Dma.LatencyCycles);
                context.Activity.Add(Activity.DramReadByte, (long)count * context.Chip.Dram.BurstBytes);
            }
        }
        context.Activity.Add(Activity.ScratchpadWriteByte, page.WordCount * context.Ports.Word);
        pages.Enqueue(page);
        if (requesting.Done) requesting = null;
        return true;
    }

    private protected override UnitState? Blocked(in Command command, Cycle now) => requesting is null ? null : UnitState.Busy;

    private protected override void Begin(Execution execution, Cycle now)
    {
        var c = execution.Command;
        int page = context.Chip.Dma.PageBytes, burst = context.Chip.Dram.BurstBytes;
        requesting = c.Instruction is Load
            ? new(execution, c.W0, c.A, c.W1!.ShapedAs(c.W0!), c.B, page, burst, context.Ports)
            : new(execution, null, 0, c.W0!, c.A, page, burst, context.Ports);
        requestingFor = execution;
    }

    public override void Request(Cycle now)
    {
        requester.Wants = pages.TryPeek(out var page) && page.Ready <= now;
        (requester.Mask, requester.Left) = requester.Wants ? (page!.Words.Ports, page.Words.Left) : (0, 0);
    }

    private protected override UnitState StateNow(UnitState waiting, Cycle now)
    {
        if (requester.Wants) return requester.Granted ? UnitState.Busy : UnitState.BankConflict;
        if (pages.Count > 0) return UnitState.Dram;
        return requesting is null ? waiting : UnitState.Busy;
    }

    private protected override Cycle NextEvent(Cycle now)
    {
        var due = requester.Granted ? now + requester.Left : Cycle.Never;
        if (!requester.Wants && pages.TryPeek(out var page)) due = Cycle.Min(due, page.Ready);
        // One request a cycle.
        return requesting is not null && freePages > 0 ? now + 1 : due;
    }
}
