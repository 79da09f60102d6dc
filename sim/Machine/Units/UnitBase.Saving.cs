namespace WageSim.Machine;

// What the skipping of loops needs to leave and to take up a unit.
public abstract partial class UnitBase
{
    /// <summary>Writes what the unit remembers, as it is settled now.</summary>
    public virtual void Save(TimingState to)
    {
        to.Write(queue.Count);
        for (int i = 0; i < queue.Count; i++)
        {
            to.Write(queue[i].Command);
            to.Write(queue[i].Issue);
        }
        to.Write(signals.Count);
        for (int i = 0; i < signals.Count; i++)
        {
            to.Write(signals[i].Semaphore);
            to.Write(signals[i].After - issued);
        }
        to.Write(inFlight.Count);
        foreach (var execution in inFlight)
        {
            to.Write(execution.Command);
            to.Write(execution.Sequence - issued);
            to.Write(execution.Finish);
        }
        foreach (var requester in Requesters)
        {
            to.Write(requester.Wants);
            to.Write(requester.Granted);
            to.Write((long)requester.Mask);
        }
        to.Write((long)state);
        to.Write((long)blockedOn);
        to.Write(Due);
    }

    /// <summary>Becomes what was written, at another time. Commands in flight have been observed already.</summary>
    public virtual void Load(TimingState from)
    {
        settled = from.Now;
        queue.Clear();
        for (long count = from.ReadNumber(); count > 0; count--)
        {
            ref var entry = ref queue.Push();
            (entry.Command, entry.Iterations, entry.Issue) = (from.ReadCommand(context.Program), null, from.ReadCycle());
        }
        signals.Clear();
        for (long count = from.ReadNumber(); count > 0; count--)
            signals.Push() = new((int)from.ReadNumber(), from.ReadNumber() + issued);
        foreach (var execution in inFlight) spare.Push(execution);
        inFlight.Clear();
        for (long count = from.ReadNumber(); count > 0; count--)
        {
            if (!spare.TryPop(out var execution)) execution = new();
            execution.Begin(from.ReadCommand(context.Program), from.ReadNumber() + issued, from.Now, from.Now);
            execution.Finish = from.ReadCycle();
            inFlight.Add(execution);
        }
        foreach (var requester in Requesters)
            (requester.Wants, requester.Granted, requester.Mask) = (from.ReadFlag(), from.ReadFlag(), (ulong)from.ReadNumber());
        (state, blockedOn, Due) = ((UnitState)from.ReadNumber(), (UnitState)from.ReadNumber(), from.ReadCycle());
    }

    /// <summary>A command's place among those in flight, or -1.</summary>
    private protected long PlaceOf(Execution? execution) => execution is null ? -1 : inFlight.IndexOf(execution);

    private protected Execution? InFlightAt(long place) => place < 0 ? null : inFlight[(int)place];
}
