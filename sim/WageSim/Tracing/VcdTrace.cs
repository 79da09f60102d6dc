using System.Numerics;
using WageSim.Isa;
using WageSim.Machine;

namespace WageSim.Tracing;

/// <summary>A trace as value changes (VCD) for waveform viewers: docs/timeline.md lists its signals.</summary>
/// <remarks>What is told in stretches becomes changes; they are put into the order of cycles and written where a value is new.</remarks>
public sealed class VcdTrace : MachineTrace
{
    private readonly TraceSubject subject;
    private readonly TraceText text;
    private readonly VcdSignals signals;
    private readonly TimeOrder<Change> changes = new();
    private readonly List<int> touched = [];
    private readonly long units;
    private long cycle = -1;
    private bool dumped;

    private readonly record struct Change(int Signal, long Value, bool IsDifference = false);

    /// <param name="limit">Bytes of the file at most, but for a last line.</param>
    public VcdTrace(TraceSubject subject, TraceWindow window, Stream stream, long limit) : base(window)
    {
        (this.subject, text, signals) = (subject, new(stream, limit), new(subject));
        (string timescale, units, bool exact) = VcdNames.Scale(subject.Chip.ClockMegahertz);
        string scale = exact ? "" : ", which no unit of time divides: times count cycles, not nanoseconds";
        string chip = VcdNames.Identifier(subject.Chip.Name);
        text.Add($"$comment wagesim: chip {chip}; a cycle of {subject.Chip.ClockMegahertz} MHz is {units} x ")
            .Add($"{timescale}{scale} $end\n$timescale {timescale} $end\n");
        signals.Print(subject.Chip.Name, text);
        foreach (int row in signals.Row) signals.All[row].Value = -1;
        IsComplete = !text.Keep();
        CutAt = IsComplete ? window.First : null;
    }

    public override void Begin(long offset)
    {
        base.Begin(offset);
        foreach (var (layer, phase, from, _) in subject.Spans)
        {
            Set(signals.Layer, signals.LayerNumber(VcdNames.Identifier(layer)), from);
            Set(signals.Phase, signals.PhaseNumber(VcdNames.Identifier(phase)), from);
        }
        // A run begins with closed rows and without tokens.
        foreach (int row in signals.Row) Set(row, -1, 0);
        foreach (int semaphore in signals.Semaphore)
            if (semaphore >= 0) Set(semaphore, 0, 0);
    }

    public override void State(Unit unit, UnitState state, Cycle from, Cycle to)
    {
        Stretch(signals.State(unit), VcdSignals.StateNumber(state), from, to);
        Stretch(signals.Stall(unit), (int)state, from, to);
    }

    public override void Beats(Unit unit, Way way, Beat beat, ulong ports, long products, Cycle from, Cycle to)
    {
        Stretch(signals.Way(unit, way), (int)beat, from, to);
        for (int holder = VcdNames.Holder(unit, way); ports != 0; ports &= ports - 1)
            Stretch(signals.Port[BitOperations.TrailingZeroCount(ports)], holder, from, to);
    }

    public override void At(int pc, Cycle from) => Set(signals.Pc, pc, from.Value);

    public override void Queued(Unit unit, int entries, Cycle now) => Differ(signals.Queue(unit), entries, now.Value);

    public override void Waited(Unit unit, int semaphore, Cycle now) => Differ(signals.Semaphore[semaphore], -1, now.Value);

    public override void Signalled(Unit unit, int semaphore, Cycle now) => Differ(signals.Semaphore[semaphore], 1, now.Value + 1);

    public override void TokensSet(int semaphore, int count, Cycle now) => Set(signals.Semaphore[semaphore], count, now.Value);

    // Rows that a refresh would close after halt are closed by it.
    public override void Row(int bank, long row, Cycle from)
    {
        if (from.Value < subject.Cycles) Set(signals.Row[bank], row, from.Value);
    }

    public override void Data(bool write, int bank, long row, int bursts, Cycle from, Cycle to) =>
        Stretch(signals.DramData, write ? 2 : 1, from, to);

    public override void Finish()
    {
        if (!IsComplete) WriteBefore(Window.Last + 1);
        text.Add($"#{(CutAt ?? Window.Last + 1) * units}\n");
        if (CutAt is { } cut) text.Add($"$comment the file has reached its limit: it ends with cycle {cut - 1} $end\n");
        text.Close();
    }

    private protected override void WriteBefore(long end)
    {
        for (int i = 0; i < signals.All.Count; i++)
            if (signals.All[i].Last.To < end) EndStretch(i, signals.All[i]);
        if (IsComplete) return;
        changes.Drain(end, Take);
        WriteCycle(end);
    }

    // What is told lasts to the end of the stretch; then the signal rests, unless another stretch follows at once.
    private void Stretch(int index, long value, Cycle from, Cycle to)
    {
        var signal = signals.All[index];
        var (last, end) = signal.Last;
        long start = Offset + from.Value;
        if (start > end && last != VcdSignal.Rest)
        {
            EndStretch(index, signal);
            last = VcdSignal.Rest;
        }
        if (value != last) changes.Add(start, new(index, value));
        signal.Last = (value, Offset + to.Value);
    }

    private void EndStretch(int index, VcdSignal signal)
    {
        if (signal.Last.Value != VcdSignal.Rest) changes.Add(signal.Last.To, new(index, VcdSignal.Rest));
        signal.Last = (VcdSignal.Rest, signal.Last.To);
    }

    private void Set(int signal, long value, long at) => changes.Add(Offset + at, new(signal, value));

    private void Differ(int signal, long by, long at) => changes.Add(Offset + at, new(signal, by, IsDifference: true));

    private void Take(long at, Change change)
    {
        if (at != cycle) WriteCycle(at);
        var signal = signals.All[change.Signal];
        signal.Value = change.IsDifference ? signal.Value + change.Value : change.Value;
        touched.Add(change.Signal);
    }

    // All changes before a cycle are known.
    private void WriteCycle(long next)
    {
        if (IsComplete) return;
        if (next > Window.First && !dumped) Dump();
        else if (cycle > Window.First && cycle <= Window.Last) WriteChanges();
        if (next > Window.Last) IsComplete = true;
        touched.Clear();
        cycle = next;
    }

    private void Dump()
    {
        dumped = true;
        text.Add($"#{Window.First * units}\n$dumpvars\n");
        foreach (var signal in signals.All) signal.Print(signal.Written = signal.Value, text);
        text.Add("$end\n"u8);
        Keep(Window.First);
    }

    private void WriteChanges()
    {
        touched.Sort();
        bool any = false;
        foreach (int index in touched)
        {
            var signal = signals.All[index];
            if (signal.Value == signal.Written) continue;
            if (!any) text.Add("#"u8).Add(cycle * units).Add("\n"u8);
            any = true;
            signal.Print(signal.Written = signal.Value, text);
        }
        if (any) Keep(cycle);
    }

    private void Keep(long at)
    {
        if (text.Keep()) return;
        (IsComplete, CutAt) = (true, at);
    }
}
