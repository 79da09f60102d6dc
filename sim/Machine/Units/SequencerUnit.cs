using System.Numerics;
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
    private readonly int queueDepth;
    private readonly QuietLoops? turns;
    private int rangeStart, rangeEnd, turnStart;
    private Cycle told = Cycle.Zero;

    /// <param name="turns">Loops whose turns may be skipped; null where none may.</param>
    public SequencerUnit(MachineContext context, IReadOnlyList<UnitBase> units, bool iterations, QuietLoops? turns)
    {
        (this.context, this.units, this.iterations, this.turns) = (context, units, iterations, turns);
        sequencer = new(context.Program);
        queueDepth = context.Chip.Sequencer.QueueDepth;
        bounds = new(context.Program, context.Chip, context.Data?.Dram.Length ?? context.Program.DramBytes);
        foreach (var unit in units) byUnit[(int)unit.Unit] = unit;
    }

    public long[] Cycles { get; } = new long[Enum.GetValues<UnitState>().Length];

    public bool Halted => sequencer.Halted;

    public int Pc => sequencer.Pc;

    /// <summary>Instructions so far.</summary>
    public long Fetched => sequencer.Fetched;

    /// <summary>The cycle after that of the last instruction.</summary>
    public Cycle Ready { get; private set; } = Cycle.Zero;

    /// <summary>The cycle in which the current instruction can be executed; Never as long as a unit holds it up.</summary>
    public Cycle Due { get; private set; } = Cycle.Zero;

    /// <summary>Called with each instruction's place before it is executed.</summary>
    public Action<int, Cycle>? Entering { get; init; }

    /// <summary>No token is on its way any more.</summary>
    public void TokensArrive(Cycle now)
    {
        if (Due == Cycle.Never) Due = Cycle.Max(Ready, now);
    }

    /// <summary>Executes or sends the instruction of a cycle, if it can.</summary>
    /// <param name="ahead">
    /// Goes on with the instructions of the next cycles. No unit can tell: it does not look at a command before its issue, and a queue
    /// with room now has it until the sequencer fills it. What ends a range or the program is left for its own cycle.
    /// </param>
    public bool Tick(Cycle now, bool ahead)
    {
        bool any = false;
        while (!Halted)
        {
            ref readonly var next = ref sequencer.Next;
            Due = Cycle.Max(Ready, now);
            if (Due > now && (!ahead || EndsRange(next))) break;
            if (IsHeldUp(next))
            {
                Due = Cycle.Never;
                break;
            }
            Execute(next, Due);
            any = true;
            if (!AtTurn) continue;
            Due = Ready;
            break;
        }
        return any;
    }

    private bool EndsRange(in DecodedInstruction next) => next.Kind == StepKind.Halt || Pc < rangeStart || Pc >= rangeEnd;

    private void Execute(in DecodedInstruction next, Cycle cycle)
    {
        if (cycle > Ready) Cycles[(int)WaitOf(next)] += cycle - Ready;
        if (Pc < rangeStart || Pc >= rangeEnd) Enter(cycle);
        Cycles[(int)UnitState.Busy]++;
        if (context.Observer is not null) Tell(next, cycle);
        Ready = cycle + 1;
        if (next.Kind == StepKind.Tokens)
        {
            var tokens = (Tokens)next.Instruction;
            context.Semaphores.Set(tokens.Sem, tokens.Count);
            context.Hazards?.Set(tokens.Sem, tokens.Count);
            context.Observer?.TokensSet(tokens.Sem, tokens.Count, cycle);
        }
        if (next.Kind == StepKind.Sync) context.Hazards?.Sync();
        int pc = Pc;
        int[]? open = iterations && next.Target != Unit.Sequencer ? sequencer.Iterations() : null;
        if (sequencer.Step(out var command))
        {
            if (next.Kind == StepKind.Command) bounds.Check(command);
            byUnit[(int)next.Target]!.Push(command, open, cycle);
        }
        if (turns is null) return;
        bool begins = next.Kind == StepKind.Loop && turns.StartsAt(Pc);
        if (!begins && !turns.Ends(pc, Pc)) return;
        AtTurn = true;
        turnStart = begins ? Pc : turns.StartOf(pc);
        TurnSerial += begins ? 2 : 1;
    }

    private void Tell(in DecodedInstruction next, Cycle cycle)
    {
        TellWait(next, cycle);
        context.Observer!.At(Pc, cycle);
        context.Observer.State(Unit.Sequencer, UnitState.Busy, cycle, cycle + 1);
        told = cycle + 1;
    }

    /// <summary>Tells the observer how it has waited up to a cycle.</summary>
    public void Tell(Cycle now)
    {
        if (Halted || now <= told) return;
        TellWait(sequencer.Next, now);
        told = now;
    }

    private void TellWait(in DecodedInstruction next, Cycle now)
    {
        if (now <= told) return;
        context.Observer!.At(Pc, told);
        context.Observer.State(Unit.Sequencer, WaitOf(next), told, now);
    }

    /// <summary>Whether a turn of a loop begins or has just ended that may be skipped. It goes on in the next cycle.</summary>
    public bool AtTurn { get; set; }

    /// <summary>Counts turns; from one loop to the next it leaves out a number.</summary>
    public long TurnSerial { get; private set; }

    /// <summary>Turns of the loop from the one that begins; none where the last has ended.</summary>
    public int TurnsLeft => Pc == turnStart ? sequencer.TurnsLeft : 0;

    /// <summary>Notes the place in the program, to go back to.</summary>
    public void MarkPlace() => sequencer.MarkPlace();

    /// <summary>Writes what matters to a turn that begins, or would. Turns of a loop are all alike: their number does not.</summary>
    public void Save(TimingState to)
    {
        to.Write(turnStart);
        to.Write(Ready);
        for (uint registers = turns!.RegistersOf(turnStart); registers != 0; registers &= registers - 1)
            to.Write(sequencer.Register(BitOperations.TrailingZeroCount(registers)));
        for (int slot = 0; slot < Sequencer.WalkCount; slot++) to.Write(sequencer.Walk(slot));
    }

    /// <summary>Becomes what was written, as many turns behind the place noted.</summary>
    public void Load(TimingState from, int turnsOn)
    {
        turnStart = (int)from.ReadNumber();
        Due = Ready = from.ReadCycle();
        for (uint registers = turns!.RegistersOf(turnStart); registers != 0; registers &= registers - 1)
            sequencer.SetRegister(BitOperations.TrailingZeroCount(registers), from.ReadNumber());
        for (int slot = 0; slot < Sequencer.WalkCount; slot++) from.ReadObject<Walk>();
        sequencer.ReturnToMark();
        sequencer.SkipTurns(turnsOn);
    }

    /// <summary>Instructions of turns that were skipped.</summary>
    public void Count(long instructions) => sequencer.Count(instructions);

    private void Enter(Cycle cycle)
    {
        Entering?.Invoke(Pc, cycle);
        var ranges = context.Program.Ranges;
        int i = 0;
        while (i < ranges.Count && ranges[i].End <= Pc) i++;
        // Inside a range, or in the gap before it.
        if (i < ranges.Count && ranges[i].Start <= Pc) (rangeStart, rangeEnd) = (ranges[i].Start, ranges[i].End);
        else (rangeStart, rangeEnd) = (Pc, i < ranges.Count ? ranges[i].Start : int.MaxValue);
    }

    /// <summary>After all units: what held the instruction up may be gone, and the next cycle begins with the sequencer.</summary>
    public void Conclude(Cycle now, bool ahead)
    {
        if (Due != Cycle.Never || IsHeldUp(sequencer.Next)) return;
        if (ahead) Tick(now + 1, ahead);
        else Due = Cycle.Max(Ready, now + 1);
    }

    private static UnitState WaitOf(in DecodedInstruction next) => next.Target == Unit.Sequencer ? UnitState.Sync : UnitState.QueueFull;

    /// <summary>Whether the instruction has to wait for a unit.</summary>
    private bool IsHeldUp(in DecodedInstruction next)
    {
        if (next.Target == Unit.Sequencer) return next.Kind <= StepKind.Tokens && !AllIdle();
        if (byUnit[(int)next.Target] is not { } unit)
            throw new Models.InputException(
                $"program: instruction {Pc} is for {next.Target}; chip {context.Chip.Name} has {context.Chip.Arrays} array(s)");
        return unit.Queued >= queueDepth;
    }

    private bool AllIdle()
    {
        foreach (var unit in units)
            if (!unit.IsIdle) return false;
        return context.Semaphores.Due == Cycle.Never;
    }

    public string Describe()
    {
        ref readonly var next = ref sequencer.Next;
        string doing = !IsHeldUp(next) ? "running"
            : WaitOf(next) == UnitState.QueueFull ? $"queue of {next.Target} is full" : "waits until all units are idle";
        return $"Sequencer: instruction {sequencer.Pc} {InstructionSet.Print(sequencer.Current)}{context.Where(sequencer.Pc)}, {doing}";
    }
}
