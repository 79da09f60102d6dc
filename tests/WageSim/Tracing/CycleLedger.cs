using System.Numerics;
using WageSim.Isa;
using WageSim.Machine;

namespace WageSim.Tests.Tracing;

/// <summary>Every value of every cycle, written down one by one: the slow twin of a trace.</summary>
internal sealed class CycleLedger(long cycles) : IMachineObserver
{
    public Dictionary<string, long[]> Values { get; } = [];
    public List<(Unit Unit, int Pc, long Issue, long Start, long Finish)> Commands { get; } = [];
    public List<(int Semaphore, long Sent)> Signals { get; } = [];
    public List<(int Semaphore, long Taken)> Waits { get; } = [];
    public long DataBursts { get; private set; }
    public long Products { get; private set; }

    public void State(Unit unit, UnitState state, Cycle from, Cycle to) => Set($"{unit}.state", (long)state, from, to);

    public void Beats(Unit unit, Way way, Beat beat, ulong ports, long products, Cycle from, Cycle to)
    {
        Set($"{unit}.{way}", (long)beat, from, to);
        Products += products * (to - from);
        for (; ports != 0; ports &= ports - 1)
            Set($"port{BitOperations.TrailingZeroCount(ports)}", 1 + (int)unit * 4 + (int)way, from, to);
    }

    public void At(int pc, Cycle from) => Set("pc", pc, from, new(cycles));
    public void Queued(Unit unit, int entries, Cycle now) => Add($"{unit}.queue", entries, now.Value);
    public void Started(Unit unit, Execution execution) { }

    public void Waited(Unit unit, int semaphore, Cycle now)
    {
        Waits.Add((semaphore, now.Value));
        Add($"s{semaphore}", -1, now.Value);
    }

    public void Signalled(Unit unit, int semaphore, Cycle now)
    {
        Signals.Add((semaphore, now.Value));
        Add($"s{semaphore}", 1, now.Value + 1);
    }

    public void TokensSet(int semaphore, int count, Cycle now) => Set($"s{semaphore}", count, now, new(cycles));

    // 0 is closed.
    public void Row(int bank, long row, Cycle from) => Set($"row{bank}", row + 1, from, new(cycles));

    public void Data(bool write, int bank, long row, int bursts, Cycle from, Cycle to)
    {
        DataBursts += bursts;
        Set("data", write ? 2 : 1, from, to);
    }

    public void Reached(Cycle now) { }

    public void Retired(Unit unit, Execution e) => Commands.Add((unit, e.Command.Pc, e.Issue.Value, e.Start.Value, e.Finish.Value));

    /// <summary>The values of a subject; zero where nothing was told of it.</summary>
    public long[] Of(string name) => Values.TryGetValue(name, out long[]? values) ? values : Values[name] = new long[cycles];

    private void Set(string name, long value, Cycle from, Cycle to)
    {
        // A refresh at the end may close rows after halt.
        if (from.Value < cycles) Of(name).AsSpan((int)from.Value, (int)(to - from)).Fill(value);
    }

    private void Add(string name, long by, long from)
    {
        foreach (ref long value in Of(name).AsSpan((int)Math.Min(from, cycles))) value += by;
    }
}
