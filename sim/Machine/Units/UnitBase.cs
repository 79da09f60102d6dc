using WageSim.Isa;

namespace WageSim.Machine;

/// <summary>A command in flight.</summary>
public sealed class Execution(Command command, long sequence, Cycle issue, Cycle start)
{
    public Command Command => command;

    /// <summary>Its place among the unit's commands.</summary>
    public long Sequence => sequence;

    /// <summary>The cycle in which the sequencer sent it.</summary>
    public Cycle Issue => issue;

    public Cycle Start => start;

    /// <summary>The first cycle in which its results can be used; Never until that is known.</summary>
    public Cycle Finish { get; set; } = Cycle.Never;
}

/// <summary>
/// A unit with its in-order queue. In an evaluated cycle the machine calls Settle, then Tick;
/// between two evaluated cycles its streams do not change.
/// </summary>
public abstract class UnitBase(Unit unit, MachineContext context)
{
    private readonly Queue<(Command Command, int[]? Iterations, Cycle Issue)> queue = new();
    private readonly List<(int Semaphore, long After)> signals = [];
    private readonly List<Execution> inFlight = [];
    private long issued;
    private UnitState state = UnitState.Idle, blockedOn = UnitState.Idle;

    private protected readonly MachineContext context = context;

    public Unit Unit => unit;

    /// <summary>Cycles spent in each state.</summary>
    public long[] Cycles { get; } = new long[Enum.GetValues<UnitState>().Length];

    /// <summary>Commands waiting.</summary>
    public int Queued => queue.Count;

    public bool IsIdle => queue.Count == 0 && inFlight.Count == 0 && signals.Count == 0;

    /// <summary>Takes a command in cycle `now`; the unit sees it in the next.</summary>
    public void Push(in Command command, int[]? iterations, Cycle now) => queue.Enqueue((command, iterations, now));

    /// <summary>Accounts for the cycles since the last evaluated one and moves the streams on.</summary>
    public void Settle(long elapsed, Cycle now)
    {
        Cycles[(int)state] += elapsed;
        if (elapsed > 0) Move(elapsed, now);
    }

    /// <summary>Retires, signals and starts what this cycle allows.</summary>
    /// <returns>Whether something changed that others, or the next cycle, can see.</returns>
    public bool Tick(Cycle now)
    {
        bool changed = Work(now) | Retire(now);
        blockedOn = UnitState.Idle;
        while (queue.TryPeek(out var head) && head.Issue < now && Take(head.Command, head.Iterations, head.Issue, now))
        {
            queue.Dequeue();
            changed = true;
        }
        return changed | SendTokens(now);
    }

    private bool Retire(Cycle now)
    {
        int before = inFlight.Count;
        for (int i = 0; i < inFlight.Count; i++)
        {
            if (inFlight[i].Finish > now) continue;
            context.Timeline?.Invoke(unit, inFlight[i]);
            inFlight.RemoveAt(i--);
        }
        return inFlight.Count < before;
    }

    /// <summary>The head of the queue, if it can go now; otherwise notes why not.</summary>
    private bool Take(in Command command, int[]? iterations, Cycle issue, Cycle now)
    {
        switch (command.Instruction)
        {
            case Wait wait:
                if (!AcceptsWait) return false;
                if (!context.Semaphores.TryTake(wait.Sem)) return Stay(UnitState.Token);
                context.Hazards?.Wait(unit, wait.Sem);
                return true;
            case Signal signal:
                signals.Add((signal.Sem, issued));
                context.Hazards?.Signal(unit, signal.Sem);
                return true;
            default:
                if (Blocked(command, now) is { } cause) return Stay(cause);
                var execution = new Execution(command, issued++, issue, now);
                inFlight.Add(execution);
                context.Begin(unit, command, iterations, now);
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
        int sent = 0;
        foreach (var (semaphore, after) in signals)
        {
            if (inFlight.Exists(execution => execution.Sequence < after)) break;
            context.Semaphores.Signal(semaphore, now);
            sent++;
        }
        signals.RemoveRange(0, sent);
        return sent > 0;
    }

    /// <summary>After arbitration: the state until the next evaluated cycle, and when this unit needs one.</summary>
    public Cycle Conclude(Cycle now)
    {
        state = StateNow(blockedOn, now);
        var due = NextEvent(now);
        foreach (var execution in inFlight) due = Cycle.Min(due, execution.Finish);
        return due;
    }

    /// <summary>Whether a wait at the head of the queue may be looked at; not while requests of an earlier command remain.</summary>
    private protected virtual bool AcceptsWait => true;

    private protected bool Idle => inFlight.Count == 0;

    /// <summary>Streams pass beats.</summary>
    private protected abstract void Move(long elapsed, Cycle now);

    /// <summary>The unit's own steps before commands retire; says whether anything changed.</summary>
    private protected virtual bool Work(Cycle now) => false;

    /// <summary>Why the command cannot start now, or null.</summary>
    private protected abstract UnitState? Blocked(in Command command, Cycle now);

    private protected abstract void Begin(Execution execution, Cycle now);

    /// <summary>States its requests for ports in this cycle.</summary>
    public abstract void Request(Cycle now);

    private protected abstract UnitState StateNow(UnitState waiting, Cycle now);

    /// <summary>The next cycle in which a stream changes, or Never.</summary>
    private protected abstract Cycle NextEvent(Cycle now);

    /// <summary>Its requests, in order of priority.</summary>
    public abstract IReadOnlyList<Requester> Requesters { get; }

    /// <summary>The unit's condition for a deadlock report.</summary>
    public string Describe()
    {
        bool any = queue.TryPeek(out var next);
        var (pc, instruction) = (next.Command.Pc, next.Command.Instruction);
        string head = any ? $"head of queue: instruction {pc} {InstructionSet.Print(instruction)}{context.Where(pc)}" : "queue empty";
        string waiting = instruction is Wait wait ? $"; semaphore {wait.Sem} has {context.Semaphores[wait.Sem]} tokens" : "";
        return $"{unit}: {queue.Count} queued, {inFlight.Count} in flight; {head}{waiting}";
    }
}
