using WageSim.Isa;
using WageSim.Models;
using WageSim.Models.Costs;
using WageSim.Models.Hardware;

namespace WageSim.Machine;

/// <summary>What a run observes besides time and counts.</summary>
public sealed record MachineOptions
{
    public Clock Clock { get; init; } = Clock.Event;

    /// <summary>Proves that tokens order every overlap of bytes.</summary>
    public bool CheckHazards { get; init; }

    /// <summary>Called when a command retires, with its unit.</summary>
    public Action<Unit, Execution>? Timeline { get; init; }

    /// <summary>Called when a command starts, before its data moves; with the iterations of the loops around it.</summary>
    public Action<Command, int[]?, Cycle>? Observe { get; init; }

    /// <summary>Is told what every part does in every cycle, or null.</summary>
    public IMachineObserver? Observer { get; init; }

    /// <summary>
    /// Skips turns of hardware loops whose time is known. Data, hazards, timeline and observers need every command, and the stepping
    /// clock is the reference: with one of them nothing is skipped.
    /// </summary>
    public bool SkipLoops { get; init; } = true;

    /// <summary>Called when the sequencer enters another layer's or phase's code, with its first instruction.</summary>
    public Action<int>? Entered { get; init; }

    /// <summary>Asked every few thousand evaluated cycles.</summary>
    public CancellationToken Cancellation { get; init; }
}

/// <summary>The chip in time: sequencer, DMA, arrays and vector unit around banked memories. Without data it only tells the time.</summary>
public sealed class Accelerator
{
    private readonly Program program;
    private readonly MachineContext context;
    private readonly MachineOptions options;
    private readonly DramChannel dram;
    private readonly UnitBase[] units;
    private readonly SequencerUnit sequencer;
    private readonly Arbiter arbiter;
    private readonly LoopSkipper skipper;
    private readonly Contention? contention;
    private readonly List<RangeResult> ranges = [];
    private RangeMark mark;
    private long evaluations;

    public Accelerator(Chip chip, Program program, MachineState? data, MachineOptions? options = null)
    {
        this.program = program;
        this.options = options ??= new();
        if (program.Instructions.Count > chip.Sequencer.Instructions)
            throw new InputException(
                $"program: {program.Instructions.Count} instructions; chip {chip.Name} has room for {chip.Sequencer.Instructions}");
        if (program.DramBytes > (long)chip.Dram.CapacityMebibytes << 20)
            throw new InputException($"program: {program.DramBytes} bytes of DRAM; {chip.Dram.Name} has {chip.Dram.CapacityMebibytes} MiB");
        context = new(chip, program)
        {
            Data = data, Hazards = options.CheckHazards ? new(program, chip) : null, Timeline = options.Timeline, Observe = options.Observe,
            Observer = options.Observer,
        };
        dram = new(chip.Dram, chip.ClockMegahertz) { Observer = options.Observer };

        // The block diagram: DRAM with its two DMA engines, the arrays, the vector unit; the sequencer in front of all queues.
        var load = new LoadUnit(context, dram);
        var store = new StoreUnit(context, dram);
        var vector = new VectorUnit(context);
        var arrays = Enumerable.Range(0, chip.Arrays).Select(i => new ArrayUnit(i, context)).ToList();

        // Port priority: what holds the most hardware up comes first. Ticks follow the same order.
        units = [.. arrays, vector, load, store];
        arbiter = new([.. units.SelectMany(unit => unit.Requesters)]);
        bool skips = data is null
            && options is { SkipLoops: true, CheckHazards: false, Timeline: null, Observe: null, Observer: null, Clock: Clock.Event };
        var turns = skips ? new QuietLoops(program) : null;
        sequencer = new(context, units, iterations: options.Observe is not null, turns) { Entering = Enter };
        skipper = new(context, sequencer, units);
        // An observer is told of every beat.
        contention = options is { Clock: Clock.Event, Observer: null } ? new(units) : null;
    }

    /// <summary>Runs to halt.</summary>
    public MachineResult Run()
    {
        var now = Cycle.Zero;
        bool stepping = options.Clock == Clock.Stepping;
        UnitBase? alone = null;
        var until = Cycle.Zero;
        long rounds = 0;
        mark = new(program.RangeOf(0), Cycle.Zero, 0, 0, new(), StatesUntil(Cycle.Zero));
        while (true)
        {
            bool changed = alone is null ? Evaluate(now) : EvaluateAlone(alone, now, until);
            if (sequencer.Halted) break;
            if (sequencer.AtTurn) skipper.Visit(now);
            if (contention is not null && arbiter.IsContended && skipper.PortsSkipped(now) == 0)
                contention.Pass(now, Cycle.Min(sequencer.Due, context.Semaphores.Due));
            var due = NextDue(out alone, out until);
            if (due == Cycle.Never && (!stepping || !changed)) throw Deadlock(Cycle.Max(changed ? now + 1 : now, sequencer.Ready));
            if ((++rounds & 0xfff) == 0) options.Cancellation.ThrowIfCancellationRequested();
            now = stepping ? now + 1 : due;
            if (stepping) alone = null;
            if ((rounds & 0xfff) == 0 && options.Observer is not null) Tell(now);
        }
        return Finish(sequencer.Ready);
    }

    /// <summary>One cycle of the machine: of all units on the stepping clock, else of those that are due in it.</summary>
    private bool Evaluate(Cycle now)
    {
        bool all = options.Clock == Clock.Stepping, changed = false, any = false;
        evaluations++;
        if (context.Semaphores.Arrive(now))
        {
            sequencer.TokensArrive(now);
            foreach (var unit in units) unit.TokensArrive(now);
        }
        if (all || sequencer.Due <= now) changed = sequencer.Tick(now, ahead: !all);
        foreach (var unit in units)
        {
            if (!all && unit.Due > now) continue;
            any = true;
            changed |= unit.Evaluate(now, nextBeatOnly: all);
        }
        if (any) Arbitrate(now);
        return changed;
    }

    private void Arbitrate(Cycle now)
    {
        if (skipper.MustGoBack(now)) skipper.GoBack(now);
        arbiter.Grant(now);
        foreach (var unit in units)
            if (unit.IsDisturbed) unit.Conclude(now);
        sequencer.Conclude(now, ahead: options.Clock == Clock.Event);
    }

    /// <summary>The unit that alone is due: in this cycle, or up to another's as long as only its streams move.</summary>
    private bool EvaluateAlone(UnitBase unit, Cycle now, Cycle until)
    {
        ulong taken = skipper.PortsSkipped(now);
        foreach (var other in units)
            if (other != unit) taken |= other.PortsWanted;
        long streamed = unit.StreamAlone(until, taken);
        evaluations += streamed;
        if (streamed > 0) return true;
        evaluations++;
        bool changed = unit.EvaluateAlone(now);
        if (unit.TryGrantAll(taken))
        {
            unit.Conclude(now);
            sequencer.Conclude(now, ahead: true);
        }
        else
        {
            unit.Disturb(now);
            Arbitrate(now);
        }
        return changed;
    }

    /// <summary>The next cycle in which something happens.</summary>
    /// <param name="alone">The only unit that is due then, if all its requests can be granted or refused without the others'.</param>
    /// <param name="until">The cycle in which something else happens.</param>
    private Cycle NextDue(out UnitBase? alone, out Cycle until)
    {
        var due = until = Cycle.Min(sequencer.Due, context.Semaphores.Due);
        alone = null;
        foreach (var unit in units)
        {
            if (unit.Due < due) (alone, until, due) = (unit, due, unit.Due);
            else until = Cycle.Min(until, unit.Due);
        }
        if (until == due || arbiter.IsContended) alone = null;
        return due;
    }

    // What would be settled, or refreshed, when somebody asks for it next.
    private void Tell(Cycle now)
    {
        foreach (var unit in units) unit.Settle(now);
        dram.RefreshBefore(now);
        sequencer.Tell(now);
        options.Observer!.Reached(now);
    }

    private MachineResult Finish(Cycle end)
    {
        if (options.Observer is not null) Tell(end);
        dram.RefreshUntil(end);
        CloseRange(end, program.RangeOf(sequencer.Pc));
        return new(end.Value, context.Macs, context.PeProducts, mark.Activity, ranges, mark.States, dram.Statistics)
        {
            Evaluations = evaluations + (contention?.Rounds ?? 0), SkippedCycles = skipper.Skipped,
        };
    }

    // A range's time runs from its first instruction to the next range's first; sync at its end makes that the time of its work.
    private void Enter(int pc, Cycle now)
    {
        if (mark.Range is { } range && pc >= range.Start && pc < range.End) return;
        var next = program.RangeOf(pc);
        if (next is null || next == mark.Range) return;
        options.Entered?.Invoke(next.Start);
        if (mark.Range is not null)
        {
            CloseRange(now, next);
            return;
        }
        mark = mark with { Range = next };
    }

    private void CloseRange(Cycle now, CodeRange? next)
    {
        context.Activity[Activity.SequencerInstruction] = sequencer.Fetched;
        context.Activity[Activity.DramActivate] = dram.Statistics.Activates;
        context.Activity[Activity.DramRefresh] = dram.Statistics.Refreshes;
        var activity = context.Activity + context.ArrayActivity;
        var states = StatesUntil(now);
        if (mark.Range is { } range)
        {
            long macs = context.Macs - mark.Macs, products = context.PeProducts - mark.Products;
            ranges.Add(new(
                range.Layer, range.Phase, now - mark.Start, macs, products, activity - mark.Activity, states - mark.States));
        }
        mark = new(next, now, context.Macs, context.PeProducts, activity, states);
    }

    // That cycle has not been evaluated yet, and nobody is ahead of it: the sequencer, which may be, begins no range then.
    private UnitStates StatesUntil(Cycle now) =>
        new(units.Select(unit => KeyValuePair.Create(unit.Unit, unit.CyclesUntil(now)))
            .Append(KeyValuePair.Create(Unit.Sequencer, (long[])sequencer.Cycles.Clone())));

    private DeadlockException Deadlock(Cycle now)
    {
        string state = string.Join("\n  ", units.Select(unit => unit.Describe()).Prepend(sequencer.Describe()));
        return new($"deadlock in cycle {now}: nothing can happen any more\n  {state}");
    }

    private readonly record struct RangeMark(
        CodeRange? Range, Cycle Start, long Macs, long Products, ActivityCounts Activity, UnitStates States);
}
