namespace WageSim.Machine;

/// <summary>
/// Cycles in which units ask for the same ports and nothing else happens: their beats pass in one small loop, by the arbiter's rule,
/// and the units learn how many when one of them has to be evaluated again.
/// </summary>
/// <param name="byPriority">The units, in the order of their ports' priority.</param>
internal sealed class Contention(UnitBase[] byPriority)
{
    // To enter and to leave costs as much as evaluating a few cycles.
    private const long LeastCycles = 4;

    private readonly Lane[] lanes = new Lane[byPriority.Sum(unit => unit.Requesters.Length)];

    /// <summary>How often requests were granted.</summary>
    public long Rounds { get; private set; }

    /// <summary>Lets beats pass from a cycle that was evaluated on, up to one in which a unit has to be evaluated.</summary>
    /// <param name="until">A cycle in which something else than a unit's beats is due.</param>
    public void Pass(Cycle now, Cycle until)
    {
        foreach (var unit in byPriority) until = Cycle.Min(until, unit.DueApart(now));
        if (until - now < LeastCycles) return;
        int count = 0;
        foreach (var unit in byPriority)
        {
            unit.Settle(now);
            for (int i = 0; i < unit.Requesters.Length; i++)
            {
                if (!unit.Requesters[i].Wants) continue;
                if (!unit.TryLane(i, out lanes[count]) || lanes[count].Left < LeastCycles) return;
                count++;
            }
        }
        var end = Loop(lanes.AsSpan(0, count), now, until);
        if (end == now) return;
        int next = 0;
        foreach (var unit in byPriority)
        {
            int first = next;
            foreach (var requester in unit.Requesters)
                if (requester.Wants) next++;
            if (next > first) unit.Leave(lanes.AsSpan(first, next - first), end);
        }
    }

    private Cycle Loop(Span<Lane> lanes, Cycle now, Cycle until)
    {
        for (bool ended = false; !ended && now < until;)
        {
            ulong taken = 0;
            long cycles = until - now;
            foreach (ref var lane in lanes)
            {
                lane.Look();
                lane.Granted = (lane.Ports & taken) == 0;
                if (!lane.Granted && lane.Leads) return now;
                if (!lane.Granted) continue;
                taken |= lane.Ports;
                cycles = Math.Min(cycles, lane.Run);
            }
            foreach (ref var lane in lanes)
            {
                lane.Go(cycles);
                ended |= lane.Left == 0;
            }
            now += cycles;
            Rounds++;
        }
        return now;
    }
}
