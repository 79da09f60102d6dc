using System.Text;
using System.Text.Json;
using WageSim.Isa;

namespace WageSim.Tracing;

/// <summary>Writes events as JSON, an event a line.</summary>
/// <remarks>The format is Google's "Trace Event Format", docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU.</remarks>
internal sealed class PerfettoText
{
    private readonly TraceSubject subject;
    private readonly TraceText text;
    private readonly byte[]?[] commands;
    private readonly Dictionary<string, byte[]> names = [];
    private readonly HashSet<int> named = [];
    private readonly SortedDictionary<int, long> open = [];
    private readonly string[] counters;

    public PerfettoText(TraceSubject subject, Stream stream, long limit, string[] counters)
    {
        (this.subject, this.counters) = (subject, counters);
        text = new(stream, limit);
        commands = new byte[]?[subject.Program.Instructions.Count];
        text.Add("{\"displayTimeUnit\":\"ns\",\"traceEvents\":[\n{\"ph\":\"M\",\"pid\":1,\"name\":\"process_name\",\"args\":{\"name\":"u8)
            .Add(Quoted($"chip {subject.Chip.Name}")).Add("}}"u8);
        text.Keep();
    }

    /// <summary>Writes an event; says whether it fitted.</summary>
    public bool Write(long cycle, in TraceEvent e)
    {
        Track(e);
        text.Add(",\n{\"ph\":\""u8);
        switch (e.Kind)
        {
            case EventKind.Begin: Begin(cycle, e); break;
            case EventKind.End: End(cycle, e.Thread, e.A); break;
            case EventKind.Command: Command(e); break;
            case EventKind.Wait or EventKind.Signal: Token(cycle, e); break;
            case EventKind.Data: Data(cycle, e); break;
            case EventKind.Counter: Counter(cycle, e); break;
        }
        if (!text.Keep()) return false;
        if (e.Kind == EventKind.Begin) open.Add(e.Thread, cycle);
        if (e.Kind == EventKind.End) open.Remove(e.Thread);
        return true;
    }

    /// <summary>Ends all that has begun, and the file.</summary>
    public void Close(TraceWindow window, long end, bool cut)
    {
        foreach (int thread in open.Keys)
        {
            text.Add(",\n{\"ph\":\""u8);
            End(end, thread, -1);
        }
        text.Add("\n],\"otherData\":{\"chip\":"u8).Add(Quoted(subject.Chip.Name))
            .Add(",\"clockMegahertz\":"u8).Add(subject.Chip.ClockMegahertz)
            .Add(",\"firstCycle\":"u8).Add(window.First).Add(",\"lastCycle\":"u8).Add(end - 1)
            .Add(",\"complete\":"u8).Add(cut ? "false"u8 : "true"u8).Add("}}\n"u8);
        text.Close();
    }

    private void Begin(long cycle, in TraceEvent e)
    {
        if (!names.TryGetValue(e.Name, out byte[]? name)) names[e.Name] = name = Encoding.UTF8.GetBytes(Quoted(e.Name));
        Head("B"u8, e.Thread, cycle).Add(",\"name\":"u8).Add(name).Add(",\"args\":{\"cycle\":"u8).Add(cycle);
        if (e.A >= 0) text.Add(",\"pc\":"u8).Add(e.A);
        text.Add("}}"u8);
    }

    private void End(long cycle, int thread, long beats)
    {
        Head("E"u8, thread, cycle).Add(",\"args\":{\"end\":"u8).Add(cycle);
        if (beats >= 0) text.Add(",\"beats\":"u8).Add(beats);
        text.Add("}}"u8);
    }

    private void Command(in TraceEvent e)
    {
        var execution = e.Command!;
        ref readonly var command = ref execution.Command;
        long offset = e.A;
        Span(e.Thread, offset + execution.Start.Value, execution.Finish - execution.Start).Add(commands[command.Pc] ??= Text(command));
        var fields = InstructionSet.RowOf(command.Instruction).Fields;
        int operand = 0;
        foreach (var field in fields)
        {
            if (field.Kind != FieldKind.Address) continue;
            text.Add(",\""u8).Add(field.Name).Add("\":"u8).Add(operand++ switch { 0 => command.A, 1 => command.B, _ => command.C });
        }
        text.Add(",\"mode\":"u8).Add(command.Mode).Add(",\"issue\":"u8).Add(offset + execution.Issue.Value)
            .Add(",\"start\":"u8).Add(offset + execution.Start.Value)
            .Add(",\"finish\":"u8).Add(offset + execution.Finish.Value).Add("}}"u8);
    }

    // A token is a slice of its cycle; the flow goes from the sender's to the taker's.
    private void Token(long cycle, in TraceEvent e)
    {
        bool sent = e.Kind == EventKind.Signal;
        Span(e.Thread, cycle, 1).Add(",\"name\":\""u8).Add(sent ? "signal "u8 : "wait "u8).Add(e.B)
            .Add("\",\"args\":{\"semaphore\":"u8).Add(e.B).Add(",\"cycle\":"u8).Add(cycle).Add("}}"u8);
        if (e.A <= 0) return;
        text.Add(",\n{\"ph\":\""u8);
        Head(sent ? "s"u8 : "f"u8, e.Thread, cycle).Add(",\"id\":"u8).Add(e.A).Add(",\"cat\":\"token\",\"name\":\"token\""u8)
            .Add(sent ? "}"u8 : ",\"bp\":\"e\"}"u8);
    }

    private void Data(long cycle, in TraceEvent e) =>
        Span(e.Thread, cycle, e.A).Add(",\"name\":\""u8).Add(e.Name).Add("\",\"args\":{\"bank\":"u8).Add(e.B)
            .Add(",\"row\":"u8).Add(e.D).Add(",\"bytes\":"u8).Add((long)e.C * subject.Chip.Dram.BurstBytes)
            .Add(",\"start\":"u8).Add(cycle).Add(",\"end\":"u8).Add(cycle + e.A).Add("}}"u8);

    private void Counter(long cycle, in TraceEvent e)
    {
        text.Add("C\",\"pid\":1,\"ts\":"u8);
        Time(cycle);
        text.Add(",\"name\":\""u8).Add(counters[e.Thread]).Add("\",\"args\":{\"value\":"u8);
        // Thousandths.
        text.Add(e.A / 1000);
        if (e.A % 1000 is var rest && rest > 0) text.Add($".{rest:000}".TrimEnd('0'));
        text.Add("}}"u8);
    }

    private TraceText Span(int thread, long start, long cycles)
    {
        Head("X"u8, thread, start).Add(",\"dur\":"u8);
        Picoseconds(Picoseconds(start + cycles) - Picoseconds(start), text);
        return text;
    }

    private TraceText Head(ReadOnlySpan<byte> phase, int thread, long cycle)
    {
        text.Add(phase).Add("\",\"pid\":1,\"tid\":"u8).Add(thread).Add(",\"ts\":"u8);
        Time(cycle);
        return text;
    }

    private void Time(long cycle) => Picoseconds(Picoseconds(cycle), text);

    private long Picoseconds(long cycle) => (long)((Int128)cycle * 1_000_000 / subject.Chip.ClockMegahertz);

    // As microseconds.
    private static void Picoseconds(long value, TraceText to)
    {
        to.Add(value / 1_000_000);
        long rest = value % 1_000_000;
        if (rest == 0) return;
        Span<byte> digits = stackalloc byte[7];
        int length = 7;
        for (int i = 6; i > 0; i--, rest /= 10) digits[i] = (byte)('0' + rest % 10);
        digits[0] = (byte)'.';
        while (digits[length - 1] == '0') length--;
        to.Add(digits[..length]);
    }

    private byte[] Text(in Command command)
    {
        var range = subject.Program.RangeOf(command.Pc);
        return Encoding.UTF8.GetBytes(
            $",\"name\":{Quoted(InstructionSet.RowOf(command.Instruction).Mnemonic)},\"args\":{{\"pc\":{command.Pc}," +
            $"\"layer\":{Quoted(range?.Layer ?? "")},\"phase\":{Quoted(range?.Phase ?? "")}," +
            $"\"instruction\":{Quoted(InstructionSet.Print(command.Instruction))}");
    }

    // A lane is named when something is on it for the first time.
    private void Track(in TraceEvent e)
    {
        if (e.Kind == EventKind.Counter || !named.Add(e.Thread)) return;
        string name = PerfettoTracks.Name(e.Thread / PerfettoTracks.Thread(1), e.Thread % PerfettoTracks.Thread(1));
        text.Add($",\n{{\"ph\":\"M\",\"pid\":1,\"tid\":{e.Thread},\"name\":\"thread_name\",\"args\":{{\"name\":{Quoted(name)}}}}}");
        text.Add($",\n{{\"ph\":\"M\",\"pid\":1,\"tid\":{e.Thread},\"name\":\"thread_sort_index\",\"args\":{{\"sort_index\":{e.Thread}}}}}");
    }

    private static string Quoted(string name) => JsonSerializer.Serialize(name);
}
