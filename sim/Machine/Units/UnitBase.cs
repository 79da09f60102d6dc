using System.Runtime.CompilerServices;
using WageSim.Isa;

namespace WageSim.Machine;

/// <summary>
/// A unit with its in-order queue. In an evaluated cycle the machine calls Evaluate and, after arbitration, Conclude;
/// until the cycle that it is due in, its streams pass as they were granted and nothing else about it changes.
/// </summary>
public abstract partial class UnitBase(Unit unit, MachineContext context)
{
    private readonly RefQueue<Entry> queue = new();
    private readonly RefQueue<PendingSignal> signals = new();
    private readonly List<Execution> inFlight = [];
    private readonly Stack<Execution> spare = [];
    private long issued;
    private Cycle settled = Cycle.Zero, looked = Cycle.Zero;
    private UnitState state = UnitState.Idle, blockedOn = UnitState.Idle;

    private protected readonly MachineContext context = context;
    private protected readonly IMachineObserver? observer = context.Observer;

    private struct Entry
    {
        public Command Command;
        public int[]? Iterations;
        public Cycle Issue;
    }

    private record struct PendingSignal(int Semaphore, long After);

    public Unit Unit => unit;

    /// <summary>Cycles spent in each state, as far as they are settled.</summary>
    public long[] Cycles { get; } = new long[Enum.GetValues<UnitState>().Length];

    /// <summary>Cycles spent in each state before one that has not been evaluated yet; nothing is settled.</summary>
    public virtual long[] CyclesUntil(Cycle now)
    {
        long[] cycles = (long[])Cycles.Clone();
        cycles[(int)state] += Unsettled(now);
        return cycles;
    }

    private protected long Unsettled(Cycle now) => now >= settled ? now - settled : throw Back(now);

    /// <summary>Commands waiting.</summary>
    public int Queued => queue.Count;

    public bool IsIdle => queue.Count == 0 && inFlight.Count == 0 && signals.Count == 0;

    /// <summary>The next cycle in which it has to be evaluated, if nobody disturbs it before.</summary>
    public Cycle Due { get; private set; } = Cycle.Never;

    /// <summary>Whether it has to conclude in this cycle.</summary>
    public bool IsDisturbed { get; private set; }

    /// <summary>Takes a command that the sequencer issues in a cycle; the unit sees it in the next.</summary>
    public void Push(in Command command, int[]? iterations, Cycle issue)
    {
        ref var entry = ref queue.Push();
        (entry.Command, entry.Iterations, entry.Issue) = (command, iterations, issue);
        if (queue.Count == 1) Due = Cycle.Min(Due, issue + 1);
        observer?.Queued(unit, 1, issue);
    }

    /// <summary>New tokens are there.</summary>
    public void TokensArrive(Cycle now)
    {
        if (WaitsForToken) Due = now;
    }

    /// <summary>Accounts for the cycles since the last time and moves the streams on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Settle(Cycle now)
    {
        long elapsed = now - settled;
        if (elapsed == 0) return;
        if (elapsed < 0) throw Back(now);
        if (observer is not null) Tell(state, settled, now);
        settled = now;
        Cycles[(int)state] += elapsed;
        Move(elapsed, now);
    }

    /// <summary>Tells the observer of the cycles [from, to), before its streams pass the beats of them.</summary>
    private protected virtual void Tell(UnitState state, Cycle from, Cycle to) => observer!.State(unit, state, from, to);

    /// <summary>Tells of the beats of a stream under way, or of none that it makes.</summary>
    private protected void TellBeats(Way way, ref TrackCursor stream, bool granted, long products, Cycle from, Cycle to)
    {
        if (!granted)
        {
            observer!.Beats(unit, way, Beat.Held, 0, 0, from, to);
            return;
        }
        stream.Current();
        for (var cursor = stream; from < to;)
        {
            var (ports, left) = cursor.Current();
            long beats = Math.Min(left, to - from);
            bool advances = cursor.Advances;
            observer!.Beats(unit, way, advances ? Beat.Passes : Beat.Fetches, ports, advances ? products : 0, from, from + beats);
            cursor.Pass(beats);
            from += beats;
        }
    }

    private InvalidOperationException Back(Cycle now) => new($"{unit} is settled up to cycle {settled}, not back to {now}");

    /// <summary>What it does, asks for or is granted changes in this cycle: it settles first, and concludes anew.</summary>
    public void Disturb(Cycle now)
    {
        Settle(now);
        IsDisturbed = true;
    }

    /// <summary>What a unit does in an evaluated cycle before arbitration.</summary>
    /// <returns>Whether something changed that others, or the next cycle, can see.</returns>
    public bool Evaluate(Cycle now, bool nextBeatOnly)
    {
        Disturb(now);
        bool changed = Tick(now);
        Request(now, nextBeatOnly);
        return changed;
    }

    /// <summary>What it does in a cycle in which no other unit is due, no token arrives and the sequencer does nothing.</summary>
    public bool EvaluateAlone(Cycle now)
    {
        Settle(now);
        bool changed = Tick(now);
        Request(now, nextBeatOnly: false);
        return changed;
    }

    /// <summary>
    /// Goes on alone before a cycle, as long as only its streams and pages move: no command ends, and the head of its queue waits for
    /// what stays as it is. Nobody can tell when that is evaluated.
    /// </summary>
    /// <param name="taken">Ports that others use.</param>
    /// <returns>How many cycles were evaluated.</returns>
    public long StreamAlone(Cycle until, ulong taken)
    {
        if (queue.Count > 0 && (WaitsForToken || queue.Head.Issue >= looked)) return 0;
        foreach (var execution in inFlight) until = Cycle.Min(until, execution.Finish);
        return Stream(until, taken);
    }

    /// <summary>As far as the unit can tell that it needs no port that is taken, and leaves alone whether wait or command can go.</summary>
    private protected virtual long Stream(Cycle until, ulong taken) => 0;

    /// <summary>The cycle that the unit is due in, with all granted and nothing to retire or to start.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected void StreamOn(Requester requester)
    {
        var now = Due;
        Settle(now);
        Work(now);
        Request(now, nextBeatOnly: false);
        requester.Granted = requester.Wants;
        Conclude(now);
    }

    /// <summary>Grants all that it asks for, if none of that is taken and it wants nothing twice.</summary>
    public bool TryGrantAll(ulong taken)
    {
        foreach (var requester in Requesters)
        {
            if (!requester.Wants) continue;
            if ((requester.Mask & taken) != 0) return false;
            taken |= requester.Mask;
        }
        foreach (var requester in Requesters) requester.Granted = requester.Wants;
        return true;
    }

    /// <summary>How often it has looked for a token or sent one.</summary>
    public long TokenUses { get; private set; }

    /// <summary>Whether the head of its queue waits for a token.</summary>
    public bool WaitsForToken => blockedOn == UnitState.Token;

    /// <summary>The ports that it asks for.</summary>
    public ulong PortsWanted
    {
        get
        {
            ulong ports = 0;
            foreach (var requester in Requesters)
                if (requester.Wants) ports |= requester.Mask;
            return ports;
        }
    }

    /// <summary>Retires, signals and starts what this cycle allows.</summary>
    private bool Tick(Cycle now)
    {
        bool changed = Work(now) | Retire(now);
        (blockedOn, looked) = (UnitState.Idle, now);
        while (queue.Count > 0 && queue.Head.Issue < now && Take(ref queue.Head, now))
        {
            queue.Pop();
            observer?.Queued(unit, -1, now);
            changed = true;
        }
        return changed | SendTokens(now);
    }

    private bool Retire(Cycle now)
    {
        bool any = false;
        for (int i = 0; i < inFlight.Count; i++)
        {
            var execution = inFlight[i];
            if (execution.Finish > now) continue;
            inFlight.RemoveAt(i--);
            if (context.Timeline is { } timeline) timeline(unit, execution);
            else spare.Push(execution);
            any = true;
        }
        return any;
    }

    /// <summary>The head of the queue, if it can go now; otherwise notes why not.</summary>
    private bool Take(ref Entry entry, Cycle now)
    {
        ref readonly var command = ref entry.Command;
        switch (command.Instruction)
        {
            case Wait wait:
                if (!AcceptsWait) return false;
                TokenUses++;
                if (!context.Semaphores.TryTake(wait.Sem)) return Stay(UnitState.Token);
                context.Hazards?.Wait(unit, wait.Sem);
                observer?.Waited(unit, wait.Sem, now);
                return true;
            case Signal signal:
                signals.Push() = new(signal.Sem, issued);
                context.Hazards?.Signal(unit, signal.Sem);
                return true;
            default:
                if (!CanStart(command, now, out var cause)) return Stay(cause);
                if (!spare.TryPop(out var execution)) execution = new();
                execution.Begin(command, issued++, entry.Issue, now);
                inFlight.Add(execution);
                observer?.Started(unit, execution);
                context.Begin(unit, command, entry.Iterations, now);
                Begin(execution, now);
                return true;
        }

        bool Stay(UnitState cause)
        {
            blockedOn = cause;
            return false;
        }
    }

    // A signal waits for all commands before it; a later one is never sent first.
    private bool SendTokens(Cycle now)
    {
        if (signals.Count == 0) return false;
        long oldest = long.MaxValue;
        foreach (var execution in inFlight) oldest = Math.Min(oldest, execution.Sequence);
        bool any = false;
        for (; signals.Count > 0 && signals.Head.After <= oldest; signals.Pop(), any = true)
        {
            TokenUses++;
            context.Semaphores.Signal(signals.Head.Semaphore, now);
            observer?.Signalled(unit, signals.Head.Semaphore, now);
        }
        return any;
    }

    /// <summary>After arbitration: the state until the next evaluated cycle, and when this unit needs one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Conclude(Cycle now)
    {
        IsDisturbed = false;
        state = StateNow(blockedOn, now);
        var due = NextEvent(now);
        foreach (var execution in inFlight) due = Cycle.Min(due, execution.Finish);
        Due = WithNextCommand(due, now);
    }

    /// <summary>Whether a wait at the head of the queue may be looked at; not while requests of an earlier command remain.</summary>
    private protected virtual bool AcceptsWait => true;

    private protected bool Idle => inFlight.Count == 0;

    /// <summary>Streams pass beats.</summary>
    private protected abstract void Move(long elapsed, Cycle now);

    /// <summary>The unit's own steps before commands retire; says whether anything changed.</summary>
    private protected virtual bool Work(Cycle now) => false;

    /// <summary>Whether the command can start now, and if not, what it waits for.</summary>
    private protected abstract bool CanStart(in Command command, Cycle now, out UnitState cause);

    private protected abstract void Begin(Execution execution, Cycle now);

    /// <summary>States its requests for ports from this cycle on: of its streams as a whole, or of their next beats alone.</summary>
    public abstract void Request(Cycle now, bool nextBeatOnly);

    private protected abstract UnitState StateNow(UnitState waiting, Cycle now);

    /// <summary>The next cycle in which a stream changes, or Never.</summary>
    private protected abstract Cycle NextEvent(Cycle now);

    /// <summary>Its requests, in order of priority.</summary>
    public Requester[] Requesters { get; private protected init; } = [];

    /// <summary>The unit's condition for a deadlock report.</summary>
    public string Describe()
    {
        string head = "queue empty", waiting = "";
        if (queue.Count > 0)
        {
            var (pc, instruction) = (queue.Head.Command.Pc, queue.Head.Command.Instruction);
            head = $"head of queue: instruction {pc} {InstructionSet.Print(instruction)}{context.Where(pc)}";
            if (instruction is Wait wait) waiting = $"; semaphore {wait.Sem} has {context.Semaphores[wait.Sem]} tokens";
        }
        return $"{unit}: {queue.Count} queued, {inFlight.Count} in flight; {head}{waiting}";
    }
}
