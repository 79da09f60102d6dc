using System.Numerics;
using WageSim.Isa;
using WageSim.Machine;

namespace WageSim.Tracing;

/// <summary>A trace as Chrome's trace JSON, for ui.perfetto.dev: docs/timeline.md lists its tracks.</summary>
/// <remarks>
/// Commands, tokens and data are whole when they are told of; other spans begin and end apart. An event waits until nothing earlier can
/// come: no command in flight, no port whose use may go on, no bucket of a counter that is not over.
/// </remarks>
public sealed class PerfettoTrace : MachineTrace
{
    // Cycles for which a bank may rest between two beats of one stream without its span being cut.
    private const int PortGap = 16;

    private static readonly string?[] stalls =
        [.. Enum.GetValues<UnitState>().Select(s => s is UnitState.Busy or UnitState.Idle ? null : Words(s.ToString()))];

    private readonly TraceSubject subject;
    private readonly PerfettoText text;
    private readonly TimeOrder<TraceEvent> events = new(e => e.Thread);
    private readonly TraceCounters counters;
    private readonly CommandLanes[][] commands;
    private readonly SpanTrack[] waits, ports = new SpanTrack[64];
    private readonly SpanTrack sequencer, layers;
    private readonly Queue<long>[] flows = [.. Enumerable.Range(0, 32).Select(_ => new Queue<long>())];
    private long lastFlow, pc;

    /// <param name="limit">Bytes of the file at most, but for what closes it.</param>
    public PerfettoTrace(TraceSubject subject, TraceWindow window, Stream stream, long limit) : base(window)
    {
        this.subject = subject;
        counters = new(subject.Chip, subject.Units, window, events);
        text = new(subject, stream, limit, counters.Names);
        var units = Enum.GetValues<Unit>();
        commands = [.. units.Select(_ => (CommandLanes[])[new(), new()])];
        waits = [.. units.Select(unit => new SpanTrack(PerfettoTracks.Thread(PerfettoTracks.Stalls(unit)), events, 0, counts: false))];
        for (int bit = 0; bit < ports.Length; bit++)
            ports[bit] = new(PerfettoTracks.Thread(PerfettoTracks.Port(bit)), events, PortGap, counts: true);
        sequencer = new(PerfettoTracks.Thread(PerfettoTracks.Sequencer), events, 0, counts: false);
        layers = new(PerfettoTracks.Thread(PerfettoTracks.Layers), events, -1, counts: false);
    }

    public override void Begin(long offset)
    {
        base.Begin(offset);
        sequencer.Close();
        foreach (var queue in flows) queue.Clear();
        foreach (var (layer, phase, from, to) in subject.Spans)
            AddTo(layers, $"{layer} {phase}", new(from), new(to));
    }

    public override void State(Unit unit, UnitState state, Cycle from, Cycle to)
    {
        if (unit == Unit.Sequencer) AddTo(sequencer, stalls[(int)state] ?? "runs", from, to, pc);
        else AddTo(waits[(int)unit], stalls[(int)state], from, to);
    }

    public override void Beats(Unit unit, Way way, Beat beat, ulong ports, long products, Cycle from, Cycle to)
    {
        if (products > 0) counters.Products(unit - Unit.Array0, products, Offset + from.Value, Offset + to.Value);
        string name = PerfettoTracks.Holder(unit, way);
        for (; ports != 0; ports &= ports - 1) AddTo(this.ports[BitOperations.TrailingZeroCount(ports)], name, from, to);
    }

    public override void At(int pc, Cycle from) => this.pc = pc;

    public override void Queued(Unit unit, int entries, Cycle now) => counters.Queued(unit, entries, Offset + now.Value);

    public override void Started(Unit unit, Execution execution) => LanesOf(unit, execution).Start(execution);

    public override void Retired(Unit unit, Execution execution)
    {
        int lane = LanesOf(unit, execution).Retire(execution);
        long start = Offset + execution.Start.Value;
        if (!Window.Overlaps(start, Offset + execution.Finish.Value)) return;
        int thread = PerfettoTracks.Thread(PerfettoTracks.Commands(unit, IsPreload(execution)), lane);
        events.Add(start, new(EventKind.Command, thread, A: Offset, Command: execution));
    }

    // The k-th taken is the k-th that was sent; those that the sequencer set have no sender.
    public override void Waited(Unit unit, int semaphore, Cycle now) =>
        Token(EventKind.Wait, unit, semaphore, now, flows[semaphore].Count > 0 ? flows[semaphore].Dequeue() : 0);

    public override void Signalled(Unit unit, int semaphore, Cycle now)
    {
        long flow = Window.Overlaps(Offset + now.Value, Offset + now.Value + 1) ? ++lastFlow : 0;
        flows[semaphore].Enqueue(flow);
        Token(EventKind.Signal, unit, semaphore, now, flow);
    }

    public override void TokensSet(int semaphore, int count, Cycle now)
    {
        flows[semaphore].Clear();
        for (int i = 0; i < count; i++) flows[semaphore].Enqueue(0);
    }

    public override void Data(bool write, int bank, long row, int bursts, Cycle from, Cycle to)
    {
        counters.Data(write, bursts, Offset + to.Value - 1);
        if (!Window.Overlaps(Offset + from.Value, Offset + to.Value)) return;
        int thread = PerfettoTracks.Thread(PerfettoTracks.Dram);
        events.Add(Offset + from.Value, new(EventKind.Data, thread, write ? "write" : "read", to - from, bank, bursts, row));
    }

    public override void Finish()
    {
        foreach (var track in (SpanTrack[])[.. waits, .. ports, sequencer, layers]) track.Close();
        counters.WriteBefore(Window.Last + 1);
        events.Drain(long.MaxValue, Write);
        text.Close(Window, CutAt ?? Window.Last + 1, CutAt is not null);
    }

    private protected override void WriteBefore(long cycle)
    {
        if (IsComplete) return;
        foreach (var track in ports) track.CloseBefore(cycle);
        counters.WriteBefore(cycle);
        long horizon = Math.Min(cycle - PortGap, counters.Begin);
        foreach (var lanes in commands)
            foreach (var kind in lanes)
                if (kind.Oldest != long.MaxValue) horizon = Math.Min(horizon, Offset + kind.Oldest);
        // Spans that the window's end cuts off end there.
        events.Drain(Math.Min(horizon, Window.Last + 1), Write);
        if (horizon > Window.Last) IsComplete = true;
    }

    private void Write(long cycle, TraceEvent e)
    {
        if (CutAt is not null || text.Write(cycle, e)) return;
        (IsComplete, CutAt) = (true, cycle);
    }

    private void Token(EventKind kind, Unit unit, int semaphore, Cycle now, long flow)
    {
        long at = Offset + now.Value;
        if (Window.Overlaps(at, at + 1))
            events.Add(at, new(kind, PerfettoTracks.Thread(PerfettoTracks.Tokens(unit)), A: flow, B: semaphore));
    }

    private void AddTo(SpanTrack track, string? name, Cycle from, Cycle to, long argument = -1) =>
        track.Add(name, Math.Max(Offset + from.Value, Window.First), Math.Min(Offset + to.Value, Window.Last + 1), argument);

    private CommandLanes LanesOf(Unit unit, Execution execution) => commands[(int)unit][IsPreload(execution) ? 1 : 0];

    private static bool IsPreload(Execution execution) => execution.Command.Instruction is Weights;

    // BankConflict → bank conflict
    private static string Words(string pascal) =>
        string.Concat(pascal.Select((c, i) => i > 0 && char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
}
