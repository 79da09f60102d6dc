namespace WageSim.Machine;

// What a unit does while others want its ports: see Contention.
public abstract partial class UnitBase
{
    /// <summary>The next cycle in which it has to be evaluated for another reason than that its beats have passed.</summary>
    public Cycle DueApart(Cycle now)
    {
        var due = EventApart(now);
        foreach (var execution in inFlight) due = Cycle.Min(due, execution.Finish);
        return WithNextCommand(due, now);
    }

    // A command that is issued later is looked at in the cycle after.
    private Cycle WithNextCommand(Cycle due, Cycle now) =>
        queue.Count > 0 && queue.Head.Issue >= now ? Cycle.Min(due, queue.Head.Issue + 1) : due;

    /// <summary>The next cycle in which the unit's own steps are due, however many beats have passed.</summary>
    private protected virtual Cycle EventApart(Cycle now) => Cycle.Never;

    /// <summary>The beats of a request, settled now; not where the unit's state would depend on more than whether they pass.</summary>
    internal abstract bool TryLane(int request, out Lane lane);

    /// <summary>Takes over what has become of its requests up to a cycle, in which it is due.</summary>
    /// <param name="lanes">One for each request, in their order.</param>
    internal void Leave(ReadOnlySpan<Lane> lanes, Cycle now)
    {
        settled = Due = now;
        Cycles[(int)UnitState.Busy] += lanes[0].Passed;
        Cycles[(int)UnitState.BankConflict] += lanes[0].Held;
        Pass(lanes, now);
    }

    /// <summary>Moves the streams by what has passed.</summary>
    private protected virtual void Pass(ReadOnlySpan<Lane> lanes, Cycle now)
    {
        Requesters[0].Granted = true;
        if (lanes[0].Passed > 0) Move(lanes[0].Passed, now);
    }
}
