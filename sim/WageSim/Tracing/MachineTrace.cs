using WageSim.Isa;
using WageSim.Machine;

namespace WageSim.Tracing;

/// <summary>A trace that is written while a program runs, perhaps several times, one run after another.</summary>
public abstract class MachineTrace : IMachineObserver
{
    private protected MachineTrace(TraceWindow window) => Window = window;

    /// <summary>The cycles asked for.</summary>
    public TraceWindow Window { get; }

    /// <summary>Whether all of the window has been written, or no more fits.</summary>
    public bool IsComplete { get; private protected set; }

    /// <summary>The cycle before which everything is in the file, if no more fitted; else null.</summary>
    public long? CutAt { get; private protected set; }

    /// <summary>Called when everything before a cycle has been told.</summary>
    public Action<long>? Progress { get; init; }

    /// <summary>The cycle in which the present run begins.</summary>
    private protected long Offset { get; private set; }

    /// <summary>A run begins.</summary>
    public virtual void Begin(long offset) => Offset = offset;

    /// <summary>Ends the file.</summary>
    public abstract void Finish();

    /// <summary>A command retires.</summary>
    public virtual void Retired(Unit unit, Execution execution) { }

    public void Reached(Cycle now)
    {
        WriteBefore(Offset + now.Value);
        Progress?.Invoke(Offset + now.Value);
    }

    private protected abstract void WriteBefore(long cycle);

    public abstract void State(Unit unit, UnitState state, Cycle from, Cycle to);
    public abstract void Beats(Unit unit, Way way, Beat beat, ulong ports, long products, Cycle from, Cycle to);
    public virtual void At(int pc, Cycle from) { }
    public abstract void Queued(Unit unit, int entries, Cycle now);
    public virtual void Started(Unit unit, Execution execution) { }
    public abstract void Waited(Unit unit, int semaphore, Cycle now);
    public abstract void Signalled(Unit unit, int semaphore, Cycle now);
    public abstract void TokensSet(int semaphore, int count, Cycle now);
    public virtual void Row(int bank, long row, Cycle from) { }
    public abstract void Data(bool write, int bank, long row, int bursts, Cycle from, Cycle to);
}
