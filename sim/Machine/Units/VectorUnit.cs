using WageSim.Isa;

namespace WageSim.Machine;

/// <summary>The vector unit: one pass after the other; a pass's results are there a pipeline's length after its last beat.</summary>
public sealed class VectorUnit : UnitBase
{
    private readonly Track stream = new();
    private readonly Requester requester = new();
    private readonly VectorTiming timing;
    private Execution? current;

    public VectorUnit(MachineContext context) : base(Unit.Vector, context)
    {
        timing = new(context.Chip, context.Ports);
        Requesters = [requester];
    }

    public override IReadOnlyList<Requester> Requesters { get; }

    private protected override void Move(long elapsed, Cycle now)
    {
        if (!requester.Granted) return;
        stream.Pass(elapsed);
        if (!stream.Active) current!.Finish = now + context.Chip.Vector.LatencyCycles;
    }

    private protected override UnitState? Blocked(in Command command, Cycle now) => Idle ? null : UnitState.Busy;

    private protected override void Begin(Execution execution, Cycle now)
    {
        var work = timing.WorkOf(execution.Command, context.Activity);
        stream.Clear();
        stream.Add(work.Mask, work.Beats);
        current = execution;
    }

    public override void Request(Cycle now) =>
        (requester.Wants, requester.Mask, requester.Left) = (stream.Active, stream.Ports, stream.Left);

    private protected override UnitState StateNow(UnitState waiting, Cycle now) =>
        requester.Wants ? requester.Granted ? UnitState.Busy : UnitState.BankConflict : Idle ? waiting : UnitState.Busy;

    private protected override Cycle NextEvent(Cycle now) => requester.Granted ? now + requester.Left : Cycle.Never;
}
