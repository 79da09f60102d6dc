using System.Text.Json;
using WageSim.Isa;
using WageSim.Machine;
using WageSim.Models.Costs;
using WageSim.Tracing;

namespace WageSim.Tests.Tracing;

/// <summary>A Perfetto trace has the machine's timeline, whichever clock it was written with.</summary>
public sealed class PerfettoTraceTests
{
    /// <summary>An event as a reader of JSON sees it.</summary>
    private sealed record Event(
        string Phase, int Thread, decimal Time, decimal Duration, string Name, Dictionary<string, JsonElement> Args, long Id)
    {
        public long this[string argument] => Args[argument].GetInt64();
        public string Text(string argument) => Args[argument].GetString()!;
    }

    [Fact]
    public void It_is_the_same_on_both_clocks_byte_for_byte()
    {
        foreach (var (name, traced) in Traced.Several())
        {
            Same(traced.Whole, long.MaxValue);
            Same(new(traced.Cycles / 3, traced.Cycles * 2 / 3), long.MaxValue);
            Same(traced.Whole, limit: 20_000);

            void Same(TraceWindow part, long limit)
            {
                var (events, stepping) = (traced.Write(false, Clock.Event, part, limit), traced.Write(false, Clock.Stepping, part, limit));
                Assert.True(events.Bytes.AsSpan().SequenceEqual(stepping.Bytes), $"{name}: {part} differs");
                Assert.Equal(stepping.CutAt, events.CutAt);
            }
        }
    }

    [Fact]
    public void Its_commands_are_the_machines_timeline()
    {
        foreach (var (name, traced) in Traced.Several())
        {
            var ledger = traced.Ledger();
            var events = Read(traced.Write(false, Clock.Event, traced.Whole).Bytes, out var tracks);
            var commands = events.Where(e => e.Phase == "X" && e.Args.ContainsKey("finish")).ToList();
            Assert.Equal(
                ledger.Commands.Order(),
                commands.Select(e => (UnitOf(tracks[e.Thread]), (int)e["pc"], e["issue"], e["start"], e["finish"])).Order());
            foreach (var e in commands)
            {
                var instruction = traced.Program.Instructions[(int)e["pc"]];
                Assert.Equal(InstructionSet.RowOf(instruction).Mnemonic, e.Name);
                Assert.Equal(InstructionSet.Print(instruction), e.Text("instruction"));
                Assert.Equal(instruction is Weights, tracks[e.Thread].Contains("preload"));
                var range = traced.Program.RangeOf((int)e["pc"]);
                Assert.Equal((range?.Layer ?? "", range?.Phase ?? ""), (e.Text("layer"), e.Text("phase")));
                Near(traced, e["start"], e.Time);
                Near(traced, e["finish"], e.Time + e.Duration);
            }
            foreach (var lane in commands.GroupBy(e => e.Thread))
                foreach (var (before, after) in lane.Zip(lane.Skip(1)))
                    Assert.True(before["finish"] <= after["start"], $"{name}: {tracks[lane.Key]} overlaps in cycle {after["start"]}");
        }
    }

    [Fact]
    public void Its_spans_and_counters_sum_to_what_the_machine_counts()
    {
        foreach (var (_, traced) in Traced.Several())
        {
            var ledger = traced.Ledger();
            var events = Read(traced.Write(false, Clock.Event, traced.Whole).Bytes, out var tracks);
            var spans = Spans(events);
            foreach (var (unit, states) in traced.Result.States)
                for (int state = 2; state < states.Length; state++)
                {
                    string words = string.Concat(
                        $"{(UnitState)state}".Select((c, i) => (i > 0 && char.IsUpper(c) ? " " : "") + char.ToLowerInvariant(c)));
                    string track = unit == Unit.Sequencer ? "sequencer" : $"{NameOf(unit)} stalls";
                    Assert.Equal(states[state], spans.Where(s => tracks[s.Thread] == track && s.Name == words).Sum(s => s.To - s.From));
                }
            for (int port = 0; port < 64; port++)
            {
                string bank = port < 32 ? $"scratchpad bank {port}" : port < 48 ? $"accumulator bank {port - 32} read"
                    : $"accumulator bank {port - 48} write";
                foreach (var holder in ledger.Of($"port{port}").Where(h => h > 0).GroupBy(h => h))
                {
                    var (unit, way) = ((Unit)((holder.Key - 1) / 4), (Way)((holder.Key - 1) % 4));
                    string name = way == Way.Words ? NameOf(unit) : $"{NameOf(unit)} {way.ToString().ToLowerInvariant()}";
                    var own = spans.Where(s => tracks[s.Thread] == bank && s.Name == name).ToList();
                    Assert.Equal(holder.Count(), own.Sum(s => s.Beats));
                    Assert.All(own, s => Assert.InRange(s.Beats, 1, s.To - s.From));
                }
            }
            Assert.Equal(
                traced.Subject.Spans.Where(s => s.To > s.From).Select(s => ($"{s.Layer} {s.Phase}", s.From, s.To)),
                spans.Where(s => tracks[s.Thread] == "layer and phase").Select(s => (s.Name, s.From, s.To)));
            Assert.Equal(
                traced.Result.Activity[Activity.DramReadByte] + traced.Result.Activity[Activity.DramWriteByte],
                events.Where(e => e.Args.ContainsKey("bytes")).Sum(e => e["bytes"]));
        }
    }

    [Fact]
    public void Flows_lead_from_each_token_sent_to_the_one_that_takes_it()
    {
        foreach (var (_, traced) in Traced.Several())
        {
            var ledger = traced.Ledger();
            var events = Read(traced.Write(false, Clock.Event, traced.Whole).Bytes, out _);
            Assert.Equal(ledger.Signals.Order(), Tokens("signal").Order());
            Assert.Equal(ledger.Waits.Order(), Tokens("wait").Order());
            // A flow's ends are in the cycles of a signal and of a wait for one semaphore, the wait later.
            var slices = events.Where(e => e.Args.ContainsKey("semaphore")).ToLookup(e => (e.Thread, e.Time), e => e["semaphore"]);
            var sent = events.Where(e => e.Phase == "s").ToDictionary(e => e.Id);
            foreach (var end in events.Where(e => e.Phase == "f"))
            {
                var begin = sent[end.Id];
                Assert.True(begin.Time < end.Time);
                Assert.NotEmpty(slices[(begin.Thread, begin.Time)].Intersect(slices[(end.Thread, end.Time)]));
            }
            // All tokens but those that were set are sent; what is sent may be left over.
            Assert.Equal(ledger.Signals.Count, sent.Count);
            Assert.True(events.Count(e => e.Phase == "f") <= Math.Min(ledger.Waits.Count, ledger.Signals.Count));

            IEnumerable<(int, long)> Tokens(string what) => events
                .Where(e => e.Phase == "X" && e.Name.StartsWith($"{what} ", StringComparison.Ordinal))
                .Select(e => ((int)e["semaphore"], e["cycle"]));
        }
    }

    [Fact]
    public void Counters_of_products_sum_to_all_products()
    {
        var traced = Traced.Step("edge", "4C3-MP2-8FC-10SSE", 8, 1, 2);
        var events = Read(traced.Write(false, Clock.Event, traced.Whole).Bytes, out _);
        long width = Math.Max(16, (traced.Cycles + 999) / 1000), whole = traced.Cycles / width;
        decimal sum = 0, value = 0;
        var changes = events.Where(e => e.Phase == "C" && e.Name == "array 0 PE products a cycle")
            .ToDictionary(e => (long)Math.Round(e.Time * traced.Chip.ClockMegahertz), e => e.Args["value"].GetDecimal());
        for (long cycle = 0; cycle < traced.Cycles; cycle += width)
        {
            if (changes.TryGetValue(cycle, out decimal next)) value = next;
            sum += value * Math.Min(width, traced.Cycles - cycle);
        }
        // Each bucket's mean is cut to thousandths.
        Assert.InRange(traced.Result.PeProducts - sum, 0, (whole + 1) * width / 1000m);
    }

    [Fact]
    public void A_window_has_what_overlaps_it()
    {
        var traced = Traced.Step("edge", "4C3-MP2-8FC-10SSE", 8, 1, 2);
        var window = new TraceWindow(traced.Cycles + 500, traced.Cycles + 1999);
        var events = Read(traced.Write(false, Clock.Event, window, runs: 2).Bytes, out var tracks);
        var commands = events.Where(e => e.Args.ContainsKey("finish"));
        Assert.Equal(
            traced.Ledger().Commands.Where(c => c.Start <= 1999 && c.Finish > 500)
                .Select(c => (c.Pc, c.Start + traced.Cycles, c.Finish + traced.Cycles)).Order(),
            commands.Select(e => ((int)e["pc"], e["start"], e["finish"])).Order());
        Assert.All(Spans(events), span => Assert.True(window.First <= span.From && span.From < span.To && span.To <= window.Last + 1));
        Assert.Equal(1500, Spans(events).Where(s => tracks[s.Thread] == "sequencer").Sum(s => s.To - s.From));
    }

    [Fact]
    public void At_its_limit_it_ends_whole_and_says_where()
    {
        var traced = Traced.Step("edge", "4C3-MP2-8FC-10SSE", 8, 1, 2);
        foreach (int limit in (int[])[1000, 20_000, 100_000])
        {
            var (bytes, cut) = traced.Write(false, Clock.Event, traced.Whole, limit);
            Assert.InRange(bytes.Length, limit / 2, limit + 4000);
            var events = Read(bytes, out _);
            using var json = JsonDocument.Parse(bytes);
            var other = json.RootElement.GetProperty("otherData");
            Assert.Equal((cut - 1, false), (other.GetProperty("lastCycle").GetInt64(), other.GetProperty("complete").GetBoolean()));
            Assert.All(Spans(events), span => Assert.True(span.To <= cut));
            // What the whole trace has before the last cycle, this one has too.
            var whole = Read(traced.Write(false, Clock.Event, traced.Whole).Bytes, out _);
            decimal end = (decimal)cut! / traced.Chip.ClockMegahertz;
            Assert.Equal(whole.Count(e => e.Phase != "M" && e.Time < end), events.Count(e => e.Phase != "M" && e.Time < end));
        }
    }

    private static List<(int Thread, string Name, long From, long To, long Beats)> Spans(IEnumerable<Event> events)
    {
        var spans = new List<(int, string, long, long, long)>();
        foreach (var track in events.Where(e => e.Phase is "B" or "E").GroupBy(e => e.Thread))
        {
            Event? open = null;
            foreach (var e in track)
            {
                Assert.Equal(open is null, e.Phase == "B");
                if (open is not null)
                {
                    long counted = e.Args.TryGetValue("beats", out var beats) ? beats.GetInt64() : 0;
                    spans.Add((e.Thread, open.Name, open["cycle"], e["end"], counted));
                }
                open = e.Phase == "B" ? e : null;
            }
            Assert.Null(open);
        }
        return spans;
    }

    // Events are in the order of time.
    private static List<Event> Read(byte[] bytes, out Dictionary<int, string> tracks)
    {
        using var json = JsonDocument.Parse(bytes);
        var events = json.RootElement.GetProperty("traceEvents").EnumerateArray().Select(e => new Event(
            e.GetProperty("ph").GetString()!, e.TryGetProperty("tid", out var thread) ? thread.GetInt32() : 0,
            e.TryGetProperty("ts", out var time) ? time.GetDecimal() : 0,
            e.TryGetProperty("dur", out var duration) ? duration.GetDecimal() : 0,
            e.TryGetProperty("name", out var name) ? name.GetString()! : "",
            e.TryGetProperty("args", out var args) ? args.EnumerateObject().ToDictionary(a => a.Name, a => a.Value.Clone()) : [],
            e.TryGetProperty("id", out var id) ? id.GetInt64() : 0)).ToList();
        tracks = events.Where(e => e.Name == "thread_name").ToDictionary(e => e.Thread, e => e.Text("name"));
        var times = events.Where(e => e.Phase != "M").Select(e => e.Time).ToList();
        Assert.Equal(times.Order(), times);
        return events;
    }

    // Times are cut to picoseconds.
    private static void Near(Traced traced, long cycle, decimal microseconds) =>
        Assert.InRange((decimal)cycle / traced.Chip.ClockMegahertz - microseconds, 0, 0.000001m);

    private static string NameOf(Unit unit) =>
        unit is >= Unit.Array0 and <= Unit.Array3 ? $"array {unit - Unit.Array0}" : unit.ToString().ToLowerInvariant();

    private static Unit UnitOf(string track) =>
        Enum.GetValues<Unit>().Single(unit => track.StartsWith(NameOf(unit), StringComparison.Ordinal));
}
