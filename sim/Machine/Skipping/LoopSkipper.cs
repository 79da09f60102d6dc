namespace WageSim.Machine;

/// <summary>
/// Skips turns of hardware loops in which only sequencer and arrays work, where they begin in a state that has been there before.
/// Arrays and sequencer then are ahead of the other units; docs/timing.md says why nobody can tell.
/// </summary>
internal sealed class LoopSkipper(MachineContext context, SequencerUnit sequencer, UnitBase[] units)
{
    private const int MaxStates = 4096;

    private readonly ArrayUnit[] arrays = [.. units.OfType<ArrayUnit>()];
    private readonly UnitBase[] others = [.. units.Where(unit => unit is not ArrayUnit)];
    private readonly Arbiter arbiter = new([.. units.OfType<ArrayUnit>().SelectMany(array => array.Requesters)]);
    private readonly Dictionary<long, Turn> turns = [];
    private readonly TimingState present = new();
    private readonly Tally tally = new(context, sequencer, units);

    // The turn that the simulation is in, and where it began.
    private Turn? current;
    private long serial, tokenUses;
    private Cycle begin;

    // The turns skipped last.
    private Turn? first;
    private Cycle firstBegin, end = Cycle.Zero;
    private ulong ports;
    private int count;

    /// <summary>Cycles that were not simulated.</summary>
    public long Skipped { get; private set; }

    /// <summary>A turn of a loop from a known state, and once it has been simulated, what came of it.</summary>
    private sealed class Turn(TimingState state)
    {
        public TimingState State => state;

        /// <summary>The turn that follows.</summary>
        public Turn? Next { get; set; }

        /// <summary>From its begin to that of the next one.</summary>
        public long Cycles { get; set; }

        /// <summary>All ports that arrays ask for in it.</summary>
        public ulong Ports { get; set; }

        public long[] Counts { get; set; } = [];
    }

    /// <summary>The sequencer is about to begin a turn, or has left a loop after its last.</summary>
    public void Visit(Cycle now)
    {
        sequencer.AtTurn = false;
        foreach (var array in arrays) array.Settle(now);
        bool known = arbiter.Contended() == 0 && !Array.Exists(arrays, array => array.WaitsForToken);
        var turn = known ? Find(now) : null;
        if (turn is not null && current is { Next: null } && sequencer.TurnSerial == serial + 1 && TokenUses == tokenUses)
        {
            current.Counts = tally.Since();
            (current.Cycles, current.Ports) = (now - begin, PortsSince);
            current.Next = turn;
        }
        (current, begin) = (turn, now);
        if (turn is not null) Skip(turn, now);
        (serial, tokenUses) = (sequencer.TurnSerial, TokenUses);
        tally.Mark();
        foreach (var array in arrays) array.ForgetPorts();
    }

    private void Skip(Turn turn, Cycle now)
    {
        ulong taken = OthersWant;
        int left = sequencer.TurnsLeft;
        (first, firstBegin, end, ports, count) = (turn, now, now, 0, 0);
        for (; count < left && turn.Next is { } next && (turn.Ports & taken) == 0; count++)
        {
            tally.Add(turn.Counts, 1);
            end += turn.Cycles;
            ports |= turn.Ports;
            turn = next;
        }
        if (count == 0) return;
        sequencer.MarkPlace();
        Become(turn, end, count);
        (current, begin) = (turn, end);
        Skipped += end - now;
    }

    private void Become(Turn turn, Cycle now, int turnsOn)
    {
        turn.State.Rewind(now);
        sequencer.Load(turn.State, turnsOn);
        foreach (var array in arrays) array.Load(turn.State);
    }

    /// <summary>Whether another unit wants a port that arrays use in turns that were skipped: then it has to be known when.</summary>
    public bool MustGoBack(Cycle now) => (OthersWant & PortsSkipped(now)) != 0;

    /// <summary>The ports that arrays use in turns that were skipped, if such a turn ends after a cycle.</summary>
    public ulong PortsSkipped(Cycle now) => now < end ? ports : 0;

    /// <summary>Goes back to the last turn that begins before a cycle, and simulates arrays and sequencer up to that cycle.</summary>
    public void GoBack(Cycle now)
    {
        var turn = first!;
        var cycle = firstBegin;
        int turnsOn = 0;
        for (; cycle + turn.Cycles < now; turn = turn.Next!, turnsOn++) cycle += turn.Cycles;
        Skipped -= end - cycle;
        var undone = turn;
        for (int i = turnsOn; i < count; i++, undone = undone.Next!) tally.Add(undone.Counts, -1);
        Become(turn, cycle, turnsOn);
        (current, end) = (null, cycle);
        while (true)
        {
            var due = sequencer.Due;
            foreach (var array in arrays) due = Cycle.Min(due, array.Due);
            if (due > now) return;
            if (sequencer.Due <= due) sequencer.Tick(due, ahead: true);
            sequencer.AtTurn = false;
            foreach (var array in arrays)
                if (array.Due <= due) array.Evaluate(due, nextBeatOnly: false);
            // In the present cycle the others ask too.
            if (due == now) return;
            arbiter.Grant(due);
            foreach (var array in arrays)
                if (array.IsDisturbed) array.Conclude(due);
            sequencer.Conclude(due, ahead: true);
        }
    }

    private Turn Find(Cycle now)
    {
        present.Clear(now);
        sequencer.Save(present);
        foreach (var array in arrays) array.Save(present);
        long hash = present.Hash();
        if (turns.TryGetValue(hash, out var turn) && turn.State.SameAs(present)) return turn;
        if (turns.Count >= MaxStates) turns.Clear();
        return turns[hash] = new(present.Copy());
    }

    private ulong OthersWant
    {
        get
        {
            ulong wanted = 0;
            foreach (var unit in others) wanted |= unit.PortsWanted;
            return wanted;
        }
    }

    private ulong PortsSince
    {
        get
        {
            ulong since = 0;
            foreach (var array in arrays) since |= array.PortsSince;
            return since;
        }
    }

    private long TokenUses
    {
        get
        {
            long uses = 0;
            foreach (var array in arrays) uses += array.TokenUses;
            return uses;
        }
    }
}
