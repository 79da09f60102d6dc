using WageSim.Isa;

namespace WageSim.Machine;

/// <summary>The vector unit: one pass after the other; a pass's results are there a pipeline's length after its last beat.</summary>
public sealed class VectorUnit : UnitBase
{
    private readonly Requester requester;
    private readonly VectorTiming timing;
    private VectorWork work;
    private Execution? current;

    public VectorUnit(MachineContext context) : base(Unit.Vector, context)
    {
        timing = new(context.Chip, context.Ports);
        Requesters = [requester = new(this)];
    }

    private protected override void Move(long elapsed, Cycle now)
    {
        if (!requester.Granted) return;
        work = work with { Beats = work.Beats - elapsed };
        if (work.Beats == 0) current!.Finish = now + context.Chip.Vector.LatencyCycles + work.Latency;
    }

    private protected override void Tell(UnitState state, Cycle from, Cycle to)
    {
        base.Tell(state, from, to);
        if (!requester.Wants) return;
        if (requester.Granted) observer!.Beats(Unit, Way.Words, Beat.Passes, work.Mask, 0, from, to);
        else observer!.Beats(Unit, Way.Words, Beat.Held, 0, 0, from, to);
    }

    internal override bool TryLane(int request, out Lane lane)
    {
        lane = new(work.Mask, work.Beats);
        return true;
    }

    private protected override bool CanStart(in Command command, Cycle now, out UnitState cause)
    {
        cause = UnitState.Busy;
        return Idle;
    }

    private protected override void Begin(Execution execution, Cycle now)
    {
        work = timing.WorkOf(execution.Command, context.Activity);
        current = execution;
    }

    public override void Request(Cycle now, bool nextBeatOnly) =>
        (requester.Wants, requester.Mask, requester.Left) = (work.Beats > 0, work.Mask, work.Beats);

    private protected override UnitState StateNow(UnitState waiting, Cycle now) =>
        requester.Wants ? requester.Granted ? UnitState.Busy : UnitState.BankConflict : Idle ? waiting : UnitState.Busy;

    private protected override Cycle NextEvent(Cycle now) => requester.Granted ? now + requester.Left : Cycle.Never;
}
