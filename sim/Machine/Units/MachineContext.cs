using WageSim.Isa;
using WageSim.Models.Costs;
using WageSim.Models.Hardware;

namespace WageSim.Machine;

/// <summary>What the units of one run share.</summary>
public sealed class MachineContext(Chip chip, Program program)
{
    public Chip Chip => chip;
    public Program Program => program;
    public Ports Ports { get; } = new(chip);
    public Semaphores Semaphores { get; } = new();

    /// <summary>What DMA and vector unit did.</summary>
    public ActivityCounts Activity { get; } = new();

    /// <summary>What arrays did; apart, because turns of loops in which only they work are counted at once.</summary>
    public ActivityCounts ArrayActivity { get; } = new();

    /// <summary>Exact multiply-accumulates of the network, each counted once however many passes it takes.</summary>
    public long Macs { get; set; }

    /// <summary>Products made by PEs, passes counted singly.</summary>
    public long PeProducts { get; set; }

    /// <summary>The data, or null where only time is asked for.</summary>
    public MachineState? Data { get; init; }

    public HazardChecker? Hazards { get; init; }

    /// <summary>Called when a command retires.</summary>
    public Action<Unit, Execution>? Timeline { get; init; }

    /// <summary>Called when a command starts, before it is executed.</summary>
    public Action<Command, int[]?, Cycle>? Observe { get; init; }

    /// <summary>Is told everything, or null.</summary>
    public IMachineObserver? Observer { get; init; }

    /// <summary>A command starts: its data is moved now, which no race-free program can tell from any other cycle up to its end.</summary>
    public void Begin(Unit unit, in Command command, int[]? iterations, Cycle now)
    {
        Hazards?.Check(unit, command, now);
        Observe?.Invoke(command, iterations, now);
        if (Data is not null) command.Instruction.Execute(command, Data);
    }

    /// <summary>" (conv0 forward)", or nothing where the program has no map.</summary>
    public string Where(int pc) => program.RangeOf(pc) is { } range ? $" ({range.Layer} {range.Phase})" : "";
}
