using WageSim.Isa;
using WageSim.Models.Costs;

namespace WageSim.Machine;

/// <summary>One PE array: preload of the next tile, stream of the current pass, and write-back of sums, under one clock enable.</summary>
/// <remarks>
/// Time inside the array advances by one in each cycle in which every port that the stream and the write-back need is granted;
/// otherwise all its registers hold.
/// Write-back follows the stream at a fixed distance in that time: it is the stream's beats again, delayed by the way through the array.
/// </remarks>
public sealed partial class ArrayUnit : UnitBase
{
    private enum Tile { Empty, Loading, Ready }

    private readonly RefQueue<WriteBack> writeBacks = new();
    private readonly Requester main, loader;
    private readonly ArrayTiming timing;
    private readonly Activity product;
    private TrackCursor stream, preload;
    private Track? next;
    private Execution? preloading;
    private Tile tile = Tile.Empty;
    private long time, lastWriteBackEnd, waitsUntil, productsOfBeat;

    public ArrayUnit(int index, MachineContext context) : base(Unit.Array0 + index, context)
    {
        timing = new(context.Chip, context.Ports);
        main = new(this);
        loader = new(this) { HoldsWith = main }; // the preload chain stands with the rest of the array
        Requesters = [main, loader];
        product = context.Chip.MacBits switch { 2 => Activity.MacPass2, 4 => Activity.MacPass4, _ => Activity.MacPass8 };
    }

    /// <summary>Sums on their way: their beats begin at a time of the array.</summary>
    private struct WriteBack
    {
        public Execution Execution;
        public long Start;
        public TrackCursor Beats;

        public readonly long End => Start + Beats.Track.Beats;
    }

    private protected override void Move(long elapsed, Cycle now)
    {
        // One of the two requests may be settled because of the other: what is left of it must hold without a new request.
        if (loader.Granted)
        {
            loader.Left -= elapsed;
            preload.Pass(elapsed);
            if (!preload.Active) FinishPreload(now);
        }
        if (!main.Granted) return;
        main.Left -= elapsed;
        time += elapsed;
        if (writeBacks.Count > 0 && time > writeBacks.Head.Start) MoveSums(Math.Min(elapsed, time - writeBacks.Head.Start), now);
        if (!stream.Active) return;
        stream.Pass(elapsed);
        if (!stream.Active) CountFetchBeats(Cycles, stream.Track.FetchBeats);
    }

    public override long[] CyclesUntil(Cycle now)
    {
        long[] cycles = base.CyclesUntil(now);
        if (stream.Active) CountFetchBeats(cycles, stream.Track.FetchBeatsIn(stream.Position + (main.Granted ? Unsettled(now) : 0)));
        return cycles;
    }

    // All beats of a stream were counted as Busy so far.
    private static void CountFetchBeats(long[] cycles, long beats)
    {
        cycles[(int)UnitState.Busy] -= beats;
        cycles[(int)UnitState.OperandFetch] += beats;
    }

    private protected override void Tell(UnitState state, Cycle from, Cycle to)
    {
        if (stream.Active && main.Granted)
        {
            // Cycles counts its fetch beats when it ends; here each is told in its own cycle.
            stream.Current();
            var cursor = stream;
            for (var at = from; at < to;)
            {
                long beats = Math.Min(cursor.Current().Left, to - at);
                observer!.State(Unit, cursor.Advances ? state : UnitState.OperandFetch, at, at + beats);
                cursor.Pass(beats);
                at += beats;
            }
        }
        else base.Tell(state, from, to);
        if (stream.Active) TellBeats(Way.Stream, ref stream, main.Granted, productsOfBeat, from, to);
        if (loader.Wants) TellBeats(Way.Preload, ref preload, loader.Granted, 0, from, to);
        if (writeBacks.Count == 0) return;
        // Without the array's time, sums that are under way stand.
        var first = from + Math.Max(0, writeBacks.Head.Start - time);
        if (!main.Granted && writeBacks.Head.Start > time) return;
        if (first < to) TellBeats(Way.Sums, ref writeBacks.Head.Beats, main.Granted, 0, first, to);
    }

    private void MoveSums(long elapsed, Cycle now)
    {
        ref var head = ref writeBacks.Head;
        head.Beats.Pass(elapsed);
        if (head.Beats.Active) return;
        head.Execution.Finish = now;
        writeBacks.Pop();
    }

    private void FinishPreload(Cycle now)
    {
        if (((Weights)preloading!.Command.Instruction).Last) tile = Tile.Ready;
        preloading.Finish = now;
        preloading = null;
    }

    private protected override bool CanStart(in Command command, Cycle now, out UnitState cause)
    {
        waitsUntil = 0;
        cause = UnitState.Busy;
        switch (command.Instruction)
        {
            case Weights weights:
                return preloading is null && !(weights.First && tile != Tile.Empty);
            case WeightStationary pass:
                if (stream.Active) return false;
                cause = UnitState.Weights;
                return (!pass.Swap || tile == Tile.Ready) && Drained(time + timing.WeightStationaryDelay, ref cause);
            case OutputStationary:
                if (stream.Active) return false;
                next ??= timing.Fetch(command.W0!, command.A, command.W1!, command.B, leastBeats: 1);
                return Drained(time + next.Beats - 1 + timing.OutputStationaryDelay, ref cause);
            default: throw new InvalidOperationException($"{command.Instruction} is not for an array");
        }
    }

    // The accumulator ports take the passes' sums one pass after the other.
    private bool Drained(long firstWrite, ref UnitState cause)
    {
        if (firstWrite >= lastWriteBackEnd) return true;
        waitsUntil = time + lastWriteBackEnd - firstWrite;
        cause = UnitState.Drain;
        return false;
    }

    private protected override void Begin(Execution execution, Cycle now)
    {
        ref readonly var command = ref execution.Command;
        bool accumulate = command.Mode != 0;
        switch (command.Instruction)
        {
            case Weights weights:
            {
                if (weights.First) tile = Tile.Loading;
                var lines = timing.Preload(weights, command.A);
                (preloading, preload) = (execution, new(lines));
                CountWords(lines);
                context.ArrayActivity.Add(Activity.WeightPreload, (long)weights.Rows * weights.Cols);
                break;
            }
            case WeightStationary pass:
            {
                if (pass.Swap) tile = Tile.Empty;
                var x = command.W0!;
                var rows = timing.Fetch(x, command.A, null, 0, timing.BeatsPerSumRow(pass.Cols));
                Start(rows);
                WriteBackAt(execution, time + timing.WeightStationaryDelay, timing.WriteBack(rows, command.B, pass.Cols, accumulate));
                long products = (long)x.Positions * x.ElementsPerPosition * pass.Cols;
                if (observer is not null) productsOfBeat = products / x.Positions;
                Count(products, pass.Shift == 0 && pass.Byte == 0, (long)x.Positions * pass.Cols, accumulate);
                break;
            }
            case OutputStationary pass:
            {
                Walk x = command.W0!, y = command.W1!;
                var positions = next!;
                next = null;
                Start(positions);
                WriteBackAt(execution, time + positions.Beats - 1 + timing.OutputStationaryDelay,
                    timing.Drain(command.C, x.ElementsPerPosition, y.Run, accumulate));
                long products = (long)x.Positions * x.ElementsPerPosition * y.Run;
                if (observer is not null) productsOfBeat = products / x.Positions;
                Count(products, pass.XLow == 0 && pass.YLow == 0, (long)x.ElementsPerPosition * y.Run, accumulate);
                break;
            }
        }
    }

    private void Start(Track operands)
    {
        stream = new(operands);
        CountWords(operands);
    }

    private void WriteBackAt(Execution execution, long start, Track track)
    {
        ref var sums = ref writeBacks.Push();
        (sums.Execution, sums.Start, sums.Beats) = (execution, start, new(track));
        lastWriteBackEnd = start + track.Beats;
    }

    private void CountWords(Track track) => context.ArrayActivity.Add(Activity.ScratchpadReadByte, track.Words * context.Ports.Word);

    private void Count(long products, bool firstPass, long sums, bool accumulate)
    {
        context.ArrayActivity.Add(product, products);
        context.PeProducts += products;
        if (firstPass) context.Macs += products;
        context.ArrayActivity.Add(Activity.AccumulatorWriteWord, sums);
        if (accumulate)
        {
            context.ArrayActivity.Add(Activity.AccumulatorReadWord, sums);
            context.ArrayActivity.Add(Activity.AccumulatorAdd, sums);
        }
    }

    public override void Request(Cycle now, bool nextBeatOnly)
    {
        main.Wants = stream.Active || writeBacks.Count > 0;
        (main.Mask, main.Left) = (0, waitsUntil > time ? waitsUntil - time : long.MaxValue);
        if (stream.Active) Ask(main, ref stream, nextBeatOnly);
        if (writeBacks.Count > 0)
        {
            ref var head = ref writeBacks.Head;
            if (head.Start <= time) Ask(main, ref head.Beats, nextBeatOnly);
            else if (nextBeatOnly) main.Left = Math.Min(main.Left, head.Start - time);
            else (main.Mask, main.Left) = (main.Mask | head.Beats.Track.Ports, Math.Min(main.Left, head.End - time));
        }
        loader.Wants = preloading is not null;
        (loader.Mask, loader.Left) = (0, long.MaxValue);
        if (loader.Wants) Ask(loader, ref preload, nextBeatOnly);
        PortsSince |= PortsWanted;
    }

    /// <summary>All ports that it has asked for since it was told to forget them.</summary>
    public ulong PortsSince { get; private set; }

    public void ForgetPorts() => PortsSince = PortsWanted;

    private static void Ask(Requester requester, ref TrackCursor stream, bool nextBeatOnly)
    {
        var (ports, left) = nextBeatOnly ? stream.Current() : (stream.Track.Ports, stream.Left);
        requester.Mask |= ports;
        requester.Left = Math.Min(requester.Left, left);
    }

    private protected override UnitState StateNow(UnitState waiting, Cycle now)
    {
        if (main.Wants && !main.Granted || loader.Wants && !loader.Granted && !stream.Active) return UnitState.BankConflict;
        if (stream.Active) return UnitState.Busy;
        if (waiting is UnitState.Weights or UnitState.Drain) return waiting;
        if (writeBacks.Count > 0 || loader.Wants) return UnitState.Busy;
        return waiting;
    }

    private protected override Cycle NextEvent(Cycle now)
    {
        var due = main.Granted ? now + main.Left : Cycle.Never;
        return loader.Granted ? Cycle.Min(due, now + loader.Left) : due;
    }
}
