using WageSim.Isa.Kernels;

namespace WageSim.Isa.Functional;

/// <summary>Reads a program in its order and groups what its commands compute into tasks, phase by phase.</summary>
/// <remarks>
/// A phase ends where the program waits until all units are idle. Tokens order the units in time; here the order of the program does,
/// and tasks wait only for those before them that touch the same places.
/// </remarks>
internal sealed class PlanBuilder(Program program, MachineState machine, int threads)
{
    // A phase of so many commands is handed over, whether the program waits there or not: memory stays bounded.
    private const int MaxCommands = 1 << 19;

    // Beyond, a group is long enough to be shared well.
    private const long MaxProducts = 1 << 27;

    private readonly List<PlanTask> tasks = [];
    private readonly Dependencies dependencies = new();
    private readonly Footprint footprint = new(), single = new();
    private readonly Schedule schedule = new(machine, threads);
    private readonly RowOffsets offsets = new();
    private readonly TileTracker[] tiles = [.. Enumerable.Range(0, machine.Chip.Arrays).Select(_ => new TileTracker())];
    private readonly bool kernels = Panel.Fits(machine.Chip.Cols) && machine.ArrayModel is null;
    private readonly PanelBook panels = new();
    private readonly SemaphoreCount semaphores = new();
    private readonly ProvenBounds bounds = new(program, machine.Chip, machine.Dram.Length);
    private ArrayGroup open = new(machine.Chip.Arrays);
    private bool isOpen;
    private (int Start, int End, int Place) range = (0, 0, -1);
    private int inPhase;

    /// <summary>Bytes that all phases so far take, about: 60 a pass of an array, 160 a task of its own.</summary>
    public long Bytes { get; private set; }

    /// <summary>The phases, each when it is complete.</summary>
    public IEnumerable<PlanPhase> Phases(CancellationToken cancellation)
    {
        var sequencer = new Sequencer(program);
        while (!sequencer.Halted)
        {
            if ((sequencer.Fetched & 0xfff) == 0) cancellation.ThrowIfCancellationRequested();
            var (instruction, kind, _) = sequencer.Next;
            int pc = sequencer.Pc;
            if (kind <= StepKind.Sync && Phase() is { } phase) yield return phase;
            bool sent = sequencer.Step(out var command);
            if (kind is StepKind.Tokens or StepKind.Wait or StepKind.Signal) semaphores.Count(instruction, pc);
            if (!sent || kind != StepKind.Command) continue;
            bounds.Check(command);
            Add(command);
            if (inPhase >= MaxCommands && Phase() is { } full) yield return full;
        }
    }

    private PlanPhase? Phase()
    {
        foreach (var tracker in tiles) tracker.Settle();
        Close();
        inPhase = 0;
        if (tasks.Count == 0) return null;
        foreach (var task in tasks.OfType<ArrayShare>())
            if (task == task.Group.Leaver) Wait(task, task.Group.Before.Select(before => before.Leaver));
        var phase = schedule.Phase(tasks);
        tasks.Clear();
        dependencies.Clear();
        panels.Clear();
        return phase;
    }

    private void Add(in Command command)
    {
        inPhase++;
        if (!kernels || !AddToArrays(command)) AddSingly(command);
    }

    /// <summary>Makes a pass part of the open group, if the kernels can do it.</summary>
    private bool AddToArrays(in Command c)
    {
        switch (c.Instruction)
        {
            case Weights weights:
                if (weights.First && open.Products > MaxProducts) Close();
                Open();
                if (!TilePacker.FitsByte(weights) || !tiles[weights.Array].Preload(weights, (int)c.A, open)) return false;
                open.Preloads = true;
                break;
            case WeightStationary pass:
                Open();
                if (tiles[pass.Array].Take(pass.Swap, open) is not { } tile) return false;
                int sums = (int)c.B;
                int part = RangeOf(c.Pc);
                if (open.LastOf(pass.Array, pass.Byte) is not StationaryItem last || last.Range != part
                    || !last.Takes(pass, c.W0!, sums, c.Mode != 0))
                    open.Add(pass.Array, pass.Byte, last = new(pass, c.W0!, offsets, sums, c.Mode != 0) { Range = part });
                last.Add(c.W0!, (int)c.A, tile);
                open.Count(c.W0!.Positions * (long)c.W0.ElementsPerPosition * pass.Cols);
                break;
            case OutputStationary pass:
                Open();
                int place = RangeOf(c.Pc);
                if (open.LastOf(pass.Array, 0) is OutputItem slices && slices.Range == place && slices.Takes(pass, c)) break;
                var output = new OutputItem(pass, c, offsets) { Range = place };
                open.Add(pass.Array, 0, output);
                open.Count(c.W0!.Positions * (long)c.W0.ElementsPerPosition * c.W1!.Run);
                break;
            default: return false;
        }
        Touch(footprint, c);
        Bytes += 60;
        return true;
    }

    // Commands come in long rows of one range.
    private int RangeOf(int pc)
    {
        if (range.Place < 0 || pc < range.Start || pc >= range.End)
        {
            int place = program.IndexOfRange(pc);
            range = place < 0 ? (0, 0, -1) : (program.Ranges[place].Start, program.Ranges[place].End, place);
        }
        return range.Place;
    }

    private void AddSingly(in Command command)
    {
        single.Clear();
        if (command.Instruction.Target is >= Unit.Array0 and < Unit.Sequencer)
        {
            foreach (var tracker in tiles) tracker.Settle();
            tiles[command.Instruction.Target - Unit.Array0].Pass(command.Instruction);
            single.AddRegisters(write: true);
        }
        Close();
        Touch(single, command);
        Extent[] extents = [.. single.Extents];
        foreach (var (memory, from, to, _, write) in extents)
            if (write && memory == Memory.Scratchpad) panels.Written(from, to);
        Bytes += 160;
        Add(new CommandTask(command), extents);
    }

    private void Open()
    {
        if (isOpen) return;
        (open, isOpen) = (new(machine.Chip.Arrays), true);
        footprint.Clear();
        footprint.AddRegisters(write: false);
    }

    private void Close()
    {
        if (!isOpen) return;
        isOpen = false;
        open.Close(threads, machine.Chip.Cols, panels, countsZeros: machine.Zeros is not null);
        Extent[] operands = [.. footprint.Extents.Where(extent => extent.Memory != Memory.Accumulator)];
        foreach (var task in open.Tasks)
        {
            var sums = task.SumRows.Distinct()
                .Select(rows => new Extent(Memory.Accumulator, rows.From, rows.To, rows.To - rows.From, Write: true));
            var reads = task.ReadsOperands ? operands : operands.Where(extent => extent.Memory == Memory.Scalars);
            Add(task, [.. reads, .. sums]);
            Wait(task, task.After);
        }
    }

    private void Wait(PlanTask task, IEnumerable<PlanTask> before)
    {
        int[] places = [.. before.Select(other => tasks.IndexOf(other))];
        if (places.Length > 0) task.Predecessors = [.. task.Predecessors.Union(places)];
    }

    private void Add(PlanTask task, Extent[] extents)
    {
        task.Predecessors = dependencies.Add(tasks.Count, extents);
        task.Extents = extents;
        tasks.Add(task);
    }

    private void Touch(Footprint into, in Command command)
    {
        var accesses = new AccessList();
        command.Instruction.List(command, machine.Chip, ref accesses);
        into.Add(accesses);
    }
}
