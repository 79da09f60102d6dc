using WageSim.Isa;

namespace WageSim.Machine;

/// <summary>
/// The sequencer in time: one instruction a cycle; it waits where a queue is full, and at sync and halt until all units are idle.
/// </summary>
public sealed class SequencerUnit
{
    private readonly Sequencer sequencer;
    private readonly MachineContext context;
    private readonly IReadOnlyList<UnitBase> units;
    private readonly UnitBase?[] byUnit = new UnitBase?[Enum.GetValues<Unit>().Length];
    private readonly ProvenBounds bounds;
    private readonly bool iterations;
    private UnitState state = UnitState.Busy;
    private Cycle settled = Cycle.Zero;

    public SequencerUnit(MachineContext context, IReadOnlyList<UnitBase> units, bool iterations)
    {
        (this.context, this.units, this.iterations) = (context, units, iterations);
        sequencer = new(context.Program);
        bounds = new(context.Program, context.Chip, context.Data?.Dram.Length ?? context.Program.DramBytes);
        foreach (var unit in units) byUnit[(int)unit.Unit] = unit;
    }

    public long[] Cycles { get; } = new long[Enum.GetValues<UnitState>().Length];

    public bool Halted => sequencer.Halted;

    public int Pc => sequencer.Pc;

    /// <summary>Instructions so far.</summary>
    public long Fetched => sequencer.Fetched;

    /// <summary>The cycle in which the current instruction can be executed; Never as long as a unit holds it up.</summary>
    public Cycle Due { get; private set; } = Cycle.Zero;

    /// <summary>Called with each instruction's place before it is executed.</summary>
    public Action<int, Cycle>? Entering { get; init; }

    /// <summary>No token is on its way any more.</summary>
    public void TokensArrive(Cycle now)
    {
        if (state == UnitState.Sync) Due = now;
    }

    /// <summary>Accounts for the cycles since the last time.</summary>
    public void Settle(Cycle now)
    {
        Cycles[(int)state] += now - settled;
        settled = now;
    }

    /// <summary>Executes or sends the current instruction, if it can.</summary>
    public bool Tick(Cycle now)
    {
        Settle(now);
        ref readonly var next = ref sequencer.Next;
        if (Obstacle(next) is { } obstacle)
        {
            (state, Due) = (obstacle, Cycle.Never);
            return false;
        }
        (state, Due) = (UnitState.Busy, now + 1);
        Entering?.Invoke(Pc, now);
        if (next.Kind == StepKind.Tokens)
        {
            var tokens = (Tokens)next.Instruction;
            context.Semaphores.Set(tokens.Sem, tokens.Count);
            context.Hazards?.Set(tokens.Sem, tokens.Count);
        }
        if (next.Kind == StepKind.Sync) context.Hazards?.Sync();
        int[]? open = iterations && next.Target != Unit.Sequencer ? sequencer.Iterations() : null;
        if (!sequencer.Step(out var command)) return true;
        if (next.Kind == StepKind.Command) bounds.Check(command);
        byUnit[(int)next.Target]!.Push(command, open, now);
        return true;
    }

    /// <summary>After the units: what held the instruction up may be gone by the next cycle.</summary>
    public void Conclude(Cycle now)
    {
        if (Due == Cycle.Never && Obstacle(sequencer.Next) is null) Due = now + 1;
    }

    /// <summary>Why the instruction has to wait, or null.</summary>
    private UnitState? Obstacle(in DecodedInstruction next)
    {
        if (next.Kind is StepKind.Sync or StepKind.Halt or StepKind.Tokens) return AllIdle() ? null : UnitState.Sync;
        if (next.Target == Unit.Sequencer) return null;
        if (byUnit[(int)next.Target] is not { } unit)
            throw new Models.InputException(
                $"program: instruction {Pc} is for {next.Target}; chip {context.Chip.Name} has {context.Chip.Arrays} array(s)");
        return unit.Queued >= context.Chip.Sequencer.QueueDepth ? UnitState.QueueFull : null;
    }

    private bool AllIdle()
    {
        foreach (var unit in units)
            if (!unit.IsIdle) return false;
        return context.Semaphores.Due == Cycle.Never;
    }

    public string Describe()
    {
        string doing = state switch
        {
            UnitState.QueueFull => $"queue of {sequencer.Current.Target} is full",
            UnitState.Sync => "waits until all units are idle",
            _ => "running",
        };
        return $"Sequencer: instruction {sequencer.Pc} {InstructionSet.Print(sequencer.Current)}{context.Where(sequencer.Pc)}, {doing}";
    }
}
