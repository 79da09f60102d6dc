using WageSim.Isa;
using WageSim.Models.Costs;

namespace WageSim.Machine;

/// <summary>One PE array: preload of the next tile, stream of the current pass, and write-back of sums, under one clock enable.</summary>
/// <remarks>
/// Time inside the array advances by one in each cycle in which every port that the stream and the write-back need is granted;
/// otherwise all its registers hold.
/// Write-back follows the stream at a fixed distance in that time: it is the stream's beats again, delayed by the way through the array.
/// </remarks>
public sealed class ArrayUnit : UnitBase
{
    private enum Tile { Empty, Loading, Ready }

    private readonly Track preload = new();
    private readonly Queue<WriteBack> writeBacks = new();
    private readonly Requester main, loader;
    private readonly ArrayTiming timing;
    private readonly Activity product;
    private Track stream = new(), next = new();
    private long nextWords;
    private bool nextIsPlanned;
    private Execution? preloading;
    private Tile tile = Tile.Empty;
    private long time, lastWriteBackEnd, waitsFor;

    public ArrayUnit(int index, MachineContext context) : base(Unit.Array0 + index, context)
    {
        timing = new(context.Chip, context.Ports);
        main = new();
        loader = new() { HoldsWith = main }; // the preload chain stands with the rest of the array
        Requesters = [main, loader];
        product = context.Chip.MacBits switch { 2 => Activity.MacPass2, 4 => Activity.MacPass4, _ => Activity.MacPass8 };
    }

    public override IReadOnlyList<Requester> Requesters { get; }

    private protected override void Move(long elapsed, Cycle now)
    {
        if (loader.Granted)
        {
            preload.Pass(elapsed);
            if (!preload.Active) FinishPreload(now);
        }
        if (!main.Granted) return;
        if (writeBacks.TryPeek(out var head) && head.Start <= time)
        {
            head.Track.Pass(elapsed);
            if (!head.Track.Active)
            {
                head.Execution.Finish = now;
                writeBacks.Dequeue();
            }
        }
        if (stream.Active) stream.Pass(elapsed);
        time += elapsed;
    }

    private void FinishPreload(Cycle now)
    {
        if (((Weights)preloading!.Command.Instruction).Last) tile = Tile.Ready;
        preloading.Finish = now;
        preloading = null;
    }

    private protected override UnitState? Blocked(in Command command, Cycle now)
    {
        waitsFor = 0;
        switch (command.Instruction)
        {
            case Weights weights:
                return preloading is not null ? UnitState.Busy : weights.First && tile != Tile.Empty ? UnitState.Busy : null;
            case WeightStationary pass:
                if (stream.Active) return UnitState.Busy;
                if (pass.Swap && tile != Tile.Ready) return UnitState.Weights;
                return Drained(time + timing.WeightStationaryDelay);
            case OutputStationary:
                if (stream.Active) return UnitState.Busy;
                PlanNext(command);
                return Drained(time + next.TotalBeats - 1 + timing.OutputStationaryDelay);
            default: throw new InvalidOperationException($"{command.Instruction} is not for an array");
        }

        // The accumulator ports take the passes' sums one pass after the other.
        UnitState? Drained(long firstWrite)
        {
            if (firstWrite >= lastWriteBackEnd) return null;
            waitsFor = lastWriteBackEnd - firstWrite;
            return UnitState.Drain;
        }
    }

    private protected override void Begin(Execution execution, Cycle now)
    {
        var command = execution.Command;
        var counts = context.Activity;
        switch (command.Instruction)
        {
            case Weights weights:
                if (weights.First) tile = Tile.Loading;
                preload.Clear();
                counts.Add(Activity.ScratchpadReadByte, timing.Preload(weights, command.A, preload) * context.Ports.Word);
                counts.Add(Activity.WeightPreload, (long)weights.Rows * weights.Cols);
                preloading = execution;
                break;
            case WeightStationary pass:
            {
                if (pass.Swap) tile = Tile.Empty;
                var x = command.W0!;
                stream.Clear();
                long words = timing.Fetch(x, command.A, null, 0, timing.BeatsPerSumRow(pass.Cols), stream);
                counts.Add(Activity.ScratchpadReadByte, words * context.Ports.Word);
                var track = new Track();
                long row = command.B;
                // Where a port is narrower than a row of sums, the row holds it while it lasts; else only in its last beat.
                bool narrow = timing.BeatsPerSumRow(pass.Cols) > 1;
                foreach (var run in stream.Runs)
                    if (run.Advances) row = AddRows(track, row, run.Beats, 1, command.Mode != 0);
                    else track.Add(narrow ? SumPorts(row, command.Mode != 0) : 0, run.Beats, advances: false);
                WriteBackAt(execution, time + timing.WeightStationaryDelay, track);
                long products = (long)x.Positions * x.ElementsPerPosition * pass.Cols;
                Count(products, pass.Shift == 0 && pass.Byte == 0, x.Positions, pass.Cols, command.Mode != 0);
                break;
            }
            case OutputStationary pass:
            {
                Walk x = command.W0!, y = command.W1!;
                (stream, next, nextIsPlanned) = (next, stream, false);
                counts.Add(Activity.ScratchpadReadByte, nextWords * context.Ports.Word);
                var track = new Track();
                AddRows(track, command.C, x.ElementsPerPosition, timing.BeatsPerSumRow(y.Run), command.Mode != 0);
                WriteBackAt(execution, time + stream.TotalBeats - 1 + timing.OutputStationaryDelay, track);
                long products = (long)x.Positions * x.ElementsPerPosition * y.Run;
                Count(products, pass.XLow == 0 && pass.YLow == 0, x.ElementsPerPosition, y.Run, command.Mode != 0);
                break;
            }
        }
    }

    /// <summary>The beats of the output-stationary pass at the head of the queue: whether it may start depends on them.</summary>
    private void PlanNext(in Command command)
    {
        if (nextIsPlanned) return;
        next.Clear();
        nextWords = timing.Fetch(command.W0!, command.A, command.W1!, command.B, leastBeats: 1, next);
        nextIsPlanned = true;
    }

    private void WriteBackAt(Execution execution, long start, Track track)
    {
        writeBacks.Enqueue(new(execution, start, track));
        lastWriteBackEnd = start + track.TotalBeats;
    }

    /// <summary>Rows of sums at the accumulator ports, bank after bank.</summary>
    private long AddRows(Track track, long row, long rows, int beatsPerRow, bool accumulate)
    {
        while (rows > 0)
        {
            long inBank = Math.Min(rows, context.Ports.RowsPerBank - row % context.Ports.RowsPerBank);
            track.Add(SumPorts(row, accumulate), inBank * beatsPerRow);
            (row, rows) = (row + inBank, rows - inBank);
        }
        return row;
    }

    private ulong SumPorts(long row, bool accumulate) =>
        context.Ports.AccumulatorWrite(row, row + 1) | (accumulate ? context.Ports.AccumulatorRead(row, row + 1) : 0);

    private void Count(long products, bool firstPass, long sumRows, int columns, bool accumulate)
    {
        context.Activity.Add(product, products);
        context.PeProducts += products;
        if (firstPass) context.Macs += products;
        context.Activity.Add(Activity.AccumulatorWriteWord, sumRows * columns);
        if (accumulate) context.Activity.Add(Activity.AccumulatorReadWord, sumRows * columns);
    }

    public override void Request(Cycle now)
    {
        bool writes = writeBacks.TryPeek(out var head) && head.Start <= time;
        main.Wants = stream.Active || writeBacks.Count > 0;
        main.Mask = stream.Ports | (writes ? head!.Track.Ports : 0);
        long left = stream.Active ? stream.Left : long.MaxValue;
        if (writes) left = Math.Min(left, head!.Track.Left);
        else if (head is not null) left = Math.Min(left, head.Start - time);
        if (waitsFor > 0) left = Math.Min(left, waitsFor);
        main.Left = left;
        loader.Wants = preload.Active && preloading is not null;
        loader.Mask = preload.Ports;
        loader.Left = preload.Left;
    }

    private protected override UnitState StateNow(UnitState waiting, Cycle now)
    {
        if (main.Wants && !main.Granted || loader.Wants && !loader.Granted && !stream.Active) return UnitState.BankConflict;
        if (stream.Active) return stream.Fetching ? UnitState.OperandFetch : UnitState.Busy;
        if (waiting is UnitState.Weights or UnitState.Drain) return waiting;
        if (writeBacks.Count > 0 || loader.Wants) return UnitState.Busy;
        return waiting;
    }

    private protected override Cycle NextEvent(Cycle now)
    {
        var due = main.Granted ? now + main.Left : Cycle.Never;
        return loader.Granted ? Cycle.Min(due, now + loader.Left) : due;
    }

    private sealed record WriteBack(Execution Execution, long Start, Track Track);
}
