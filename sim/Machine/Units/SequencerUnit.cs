using WageSim.Isa;

namespace WageSim.Machine;

/// <summary>
/// The sequencer in time: one instruction a cycle; it waits where a queue is full, and at sync and halt until all units are idle.
/// </summary>
public sealed class SequencerUnit(MachineContext context, IReadOnlyDictionary<Unit, UnitBase> units, bool iterations)
{
    private readonly Sequencer sequencer = new(context.Program);
    private UnitState state = UnitState.Busy;

    public long[] Cycles { get; } = new long[Enum.GetValues<UnitState>().Length];

    public bool Halted => sequencer.Halted;

    public int Pc => sequencer.Pc;

    /// <summary>Instructions so far.</summary>
    public long Fetched => sequencer.Fetched;

    /// <summary>Called with each instruction's place before it is executed.</summary>
    public Action<int, Cycle>? Entering { get; init; }

    public void Settle(long elapsed) => Cycles[(int)state] += elapsed;

    /// <summary>Executes or sends the current instruction, if it can.</summary>
    public bool Tick(Cycle now)
    {
        var instruction = sequencer.Current;
        if (instruction is Sync or Halt or Tokens && !AllIdle())
        {
            state = UnitState.Sync;
            return false;
        }
        UnitBase? unit = null;
        if (instruction.Target != Unit.Sequencer)
        {
            if (!units.TryGetValue(instruction.Target, out unit))
                throw new Models.InputException(
                    $"program: instruction {Pc} is for {instruction.Target}; chip {context.Chip.Name} has {context.Chip.Arrays} array(s)");
            if (unit.Queued >= context.Chip.Sequencer.QueueDepth)
            {
                state = UnitState.QueueFull;
                return false;
            }
        }
        state = UnitState.Busy;
        Entering?.Invoke(Pc, now);
        if (instruction is Tokens tokens)
        {
            context.Semaphores.Set(tokens.Sem, tokens.Count);
            context.Hazards?.Set(tokens.Sem, tokens.Count);
        }
        if (instruction is Sync) context.Hazards?.Sync();
        int[]? open = iterations && unit is not null ? sequencer.Iterations() : null;
        if (!sequencer.Step(out var command)) return true;
        if (instruction is not (Wait or Signal))
            Interpreter.Check(context.Program, command, context.Chip, context.Data?.Dram.Length ?? context.Program.DramBytes);
        unit!.Push(command, open, now);
        return true;
    }

    private bool AllIdle()
    {
        foreach (var unit in units.Values)
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
