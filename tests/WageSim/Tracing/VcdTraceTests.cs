using System.Diagnostics;
using System.Text;
using WageSim.Isa;
using WageSim.Machine;
using WageSim.Tests.Support;
using WageSim.Tracing;

namespace WageSim.Tests.Tracing;

/// <summary>A VCD file holds what the machine does in every cycle, whichever clock wrote it, and other programs read it.</summary>
public sealed class VcdTraceTests
{
    private static readonly string[] stalls =
        ["-", "-", "token", "bank_conflict", "operand_fetch", "weights", "drain", "dram", "queue_full", "sync"];
    private static readonly string[] beats = ["-", "passes", "fetches", "held"];

    [Fact]
    public void It_is_the_same_on_both_clocks_byte_for_byte()
    {
        foreach (var (name, traced) in Traced.Several())
        {
            var window = new TraceWindow(traced.Cycles / 3, traced.Cycles * 2 / 3);
            Same(name, traced.Whole, long.MaxValue);
            Same(name, window, long.MaxValue);
            Same(name, traced.Whole, limit: 5000);

            void Same(string what, TraceWindow part, long limit)
            {
                var (events, stepping) = (traced.Write(true, Clock.Event, part, limit), traced.Write(true, Clock.Stepping, part, limit));
                Assert.True(events.Bytes.AsSpan().SequenceEqual(stepping.Bytes), $"{what}: {part} differs");
                Assert.Equal(stepping.CutAt, events.CutAt);
            }
        }
    }

    [Fact]
    public void Every_value_of_every_cycle_is_the_machines()
    {
        foreach (var (name, traced) in Traced.Several())
        {
            var (bytes, _) = traced.Write(true, Clock.Event, traced.Whole);
            Same(name, traced, traced.Ledger(), new(Encoding.ASCII.GetString(bytes)), traced.Whole);
            var window = new TraceWindow(traced.Cycles / 4, traced.Cycles / 2);
            (bytes, _) = traced.Write(true, Clock.Event, window);
            Same(name, traced, traced.Ledger(), new(Encoding.ASCII.GetString(bytes)), window);
        }
    }

    [Fact]
    public void States_sum_to_what_the_machine_counts()
    {
        var traced = Traced.Step("edge", "4C3-MP2-8FC-10SSE", 8, 1, 2);
        var file = new VcdFile(Encoding.ASCII.GetString(traced.Write(true, Clock.Event, traced.Whole).Bytes));
        foreach (var (unit, states) in traced.Result.States)
        {
            string scope = unit.ToString().ToLowerInvariant();
            string[] told = file.Values($"{scope}.state", 0, traced.Cycles, 2), causes = file.Values($"{scope}.stall", 0, traced.Cycles, 2);
            Assert.Equal(states[(int)UnitState.Busy], told.LongCount(state => state == "busy"));
            Assert.Equal(states[(int)UnitState.Idle], told.LongCount(state => state == "idle"));
            for (int state = 2; state < stalls.Length; state++)
                Assert.Equal(states[state], causes.LongCount(cause => cause == stalls[state]));
        }
    }

    [Fact]
    public void Runs_follow_one_another()
    {
        var traced = Traced.Step("tiny", "4C3-10SSE", 5, 1, 2);
        var window = new TraceWindow(traced.Cycles - 100, traced.Cycles + 99);
        var (bytes, _) = traced.Write(true, Clock.Event, window, runs: 2);
        Assert.Equal(bytes, traced.Write(true, Clock.Stepping, window, runs: 2).Bytes);
        var once = new VcdFile(Encoding.ASCII.GetString(traced.Write(true, Clock.Event, traced.Whole).Bytes));
        var twice = new VcdFile(Encoding.ASCII.GetString(bytes));
        long units = once.Times[^1] / traced.Cycles;
        foreach (string name in twice.Changes.Keys.Where(name => !name.StartsWith("dram", StringComparison.Ordinal)))
            Assert.Equal(
                [.. once.Values(name, traced.Cycles - 100, 100, units), .. once.Values(name, 0, 100, units)],
                twice.Values(name, window.First, 200, units));
    }

    [Theory]
    [InlineData(500, "1ns", 2)]
    [InlineData(1000, "1ns", 1)]
    [InlineData(800, "10ps", 125)]
    [InlineData(640, "100fs", 15625)] // 1.5625 ns
    [InlineData(300, "1ns", 1)] // 3.3333… ns: a cycle is called a nanosecond
    public void Times_are_exact(int megahertz, string timescale, long units)
    {
        var traced = Traced.Step("tiny", "4C3-10SSE", 5, 1, 1, $"clockMegahertz={megahertz}");
        var file = new VcdFile(Encoding.ASCII.GetString(traced.Write(true, Clock.Event, traced.Whole).Bytes));
        Assert.Equal(timescale, file.Timescale);
        Assert.Equal(traced.Cycles * units, file.Times[^1]);
        Assert.All(file.Times, time => Assert.Equal(0, time % units));
        Assert.Equal(megahertz == 300, file.Comments[0].Contains("times count cycles"));
    }

    [Fact]
    public void At_its_limit_it_ends_whole_and_says_where()
    {
        var traced = Traced.Step("edge", "4C3-MP2-8FC-10SSE", 8, 1, 2);
        byte[] whole = traced.Write(true, Clock.Event, traced.Whole).Bytes;
        foreach (int limit in (int[])[4000, 10_000, 30_000])
        {
            var (bytes, cut) = traced.Write(true, Clock.Event, traced.Whole, limit);
            Assert.InRange(bytes.Length, limit - 500, limit + 120);
            var file = new VcdFile(Encoding.ASCII.GetString(bytes));
            Assert.Equal(cut * 2, file.Times[^1]);
            Assert.Contains($"it ends with cycle {cut - 1} ", file.Comments[^1]);
            string text = Encoding.ASCII.GetString(bytes);
            Assert.StartsWith(text[..text.LastIndexOf('#')], Encoding.ASCII.GetString(whole));
        }
        Assert.Null(traced.Write(true, Clock.Event, traced.Whole, whole.Length).CutAt);
    }

    [GtkWaveFact]
    public void Another_program_reads_it_and_finds_the_same_changes()
    {
        using var folder = new TemporaryFolder();
        var traced = Traced.Step("edge", "4C3-MP2-8FC-10SSE", 8, 1, 2);
        string vcd = folder.File("t.vcd"), fst = folder.File("t.fst"), back = folder.File("back.vcd");
        File.WriteAllBytes(vcd, traced.Write(true, Clock.Event, traced.Whole).Bytes);
        Run("vcd2fst", vcd, fst);
        Run("fst2vcd", fst, "-o", back);
        var (written, read) = (new VcdFile(File.ReadAllText(vcd)), new VcdFile(File.ReadAllText(back)));
        Assert.Equal(written.Timescale, read.Timescale);
        Assert.Equal(written.Changes.Keys.Order(), read.Changes.Keys.Order());
        Same("read back", traced, traced.Ledger(), read, traced.Whole);
        foreach (string name in written.Changes.Keys)
            Assert.Equal(written.Values(name, 0, traced.Cycles, 2).Select(Plain), read.Values(name, 0, traced.Cycles, 2).Select(Plain));

        // Numbers may come back with all their bits.
        static string Plain(string value) => value.TrimStart('0', 'z') is { Length: > 0 } rest ? rest : value[^1..];
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program}: {error}");
    }

    private static void Same(string what, Traced traced, CycleLedger ledger, VcdFile file, TraceWindow window)
    {
        var (chip, cycles) = (traced.Chip, (int)window.Length);
        long units = file.Times[^1] / (window.Last + 1);
        foreach (var unit in traced.Subject.Units)
        {
            string scope = unit.ToString().ToLowerInvariant();
            Check($"{unit}.state", $"{scope}.state", state => state < 2 ? ((UnitState)state).ToString().ToLowerInvariant() : "stalled");
            Check($"{unit}.state", $"{scope}.stall", state => stalls[state]);
            if (unit == Unit.Sequencer) CheckNumber("pc", $"{scope}.pc");
            else CheckNumber($"{unit}.queue", $"{scope}.queue");
            foreach (var way in TraceSubject.Ways(unit))
                Check($"{unit}.{way}", $"{scope}.{way.ToString().ToLowerInvariant()}", b => beats[b]);
        }
        for (int i = 0; i < chip.Scratchpad.Banks; i++) Check($"port{i}", $"scratchpad.bank{i}", Holder);
        for (int i = 0; i < chip.Accumulator.Banks; i++)
        {
            Check($"port{32 + i}", $"accumulators.bank{i}_read", Holder);
            Check($"port{48 + i}", $"accumulators.bank{i}_write", Holder);
        }
        for (int i = 0; i < chip.Dram.Banks; i++) CheckNumber($"row{i}", $"dram.bank{i}_row", row => row - 1);
        Check("data", "dram.data", data => ((string[])["-", "read", "write"])[data]);
        foreach (string name in file.Changes.Keys.Where(name => name.StartsWith("semaphores.", StringComparison.Ordinal)))
            CheckNumber(name.Split('.')[1], name);
        string[] layers = file.Values("program.layer", window.First, cycles, units);
        string[] phases = file.Values("program.phase", window.First, cycles, units);
        foreach (var (layer, phase, from, to) in traced.Subject.Spans)
            for (long at = Math.Max(from, window.First); at < Math.Min(to, window.Last + 1); at++)
                Assert.Equal((layer, phase), (layers[at - window.First], phases[at - window.First]));

        void Check(string subject, string name, Func<long, string> text) =>
            Equal(name, Told(subject).Select(text), file.Values(name, window.First, cycles, units));

        void CheckNumber(string subject, string name, Func<long, long>? value = null) =>
            Equal(name, Told(subject).Select(value ?? (v => v)), file.Numbers(name, window.First, cycles, units));

        IEnumerable<long> Told(string subject) => ledger.Of(subject).Skip((int)window.First).Take(cycles);

        void Equal<T>(string name, IEnumerable<T> expected, T[] actual)
        {
            int i = 0;
            foreach (var value in expected)
            {
                Assert.True(value!.Equals(actual[i]), $"{what}: {name} in cycle {window.First + i} is {actual[i]}, not {value}");
                i++;
            }
        }
    }

    private static string Holder(long holder)
    {
        if (holder == 0) return "-";
        var (unit, way) = ((Unit)((holder - 1) / 4), (Way)((holder - 1) % 4));
        string name = unit.ToString().ToLowerInvariant();
        return way == Way.Words ? name : $"{name}.{way.ToString().ToLowerInvariant()}";
    }
}

/// <summary>A test that needs GTKWave's converters, and is skipped with the reason where they are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class GtkWaveFactAttribute : FactAttribute
{
    public GtkWaveFactAttribute()
    {
        foreach (string program in (string[])["vcd2fst", "fst2vcd"])
            if (!Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, program))))
                Skip = $"the program {program} of GTKWave is not installed";
    }
}
