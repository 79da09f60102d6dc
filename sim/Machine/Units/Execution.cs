using WageSim.Isa;

namespace WageSim.Machine;

/// <summary>A command in flight. Its unit uses the object again for a later command, unless somebody follows the timeline.</summary>
public sealed class Execution
{
    private Command command;

    /// <summary>What is executed.</summary>
    public ref readonly Command Command => ref command;

    /// <summary>Its place among the unit's commands.</summary>
    public long Sequence { get; private set; }

    /// <summary>The cycle in which the sequencer sent it.</summary>
    public Cycle Issue { get; private set; }

    public Cycle Start { get; private set; }

    /// <summary>The first cycle in which its results can be used; Never until that is known.</summary>
    public Cycle Finish { get; internal set; }

    internal void Begin(in Command begun, long sequence, Cycle issue, Cycle start)
    {
        command = begun;
        (Sequence, Issue, Start, Finish) = (sequence, issue, start, Cycle.Never);
    }
}
