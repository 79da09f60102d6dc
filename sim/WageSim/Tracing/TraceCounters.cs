using WageSim.Isa;
using WageSim.Models.Hardware;

namespace WageSim.Tracing;

/// <summary>Counters of a Perfetto trace over buckets of cycles: products of arrays and DRAM bytes a cycle, the deepest queues.</summary>
internal sealed class TraceCounters
{
    private const int MostBuckets = 1000, LeastWidth = 16, Thousandths = 1000;

    private readonly TraceWindow window;
    private readonly TimeOrder<TraceEvent> events;
    private readonly TimeOrder<(int Unit, int Entries)> queued = new();
    private readonly IReadOnlyList<Unit> units;
    private readonly long[][] sums; // products of each array, bytes read, bytes written
    private readonly int[] depth, deepest;
    private readonly long[] written;
    private readonly int arrays, burstBytes;
    private long bucket;

    public TraceCounters(Chip chip, IReadOnlyList<Unit> units, TraceWindow window, TimeOrder<TraceEvent> events)
    {
        (this.window, this.events, arrays, burstBytes) = (window, events, chip.Arrays, chip.Dram.BurstBytes);
        this.units = [.. units.Where(unit => unit != Unit.Sequencer)];
        Width = Math.Max(LeastWidth, (window.Length + MostBuckets - 1) / MostBuckets);
        sums = [.. Enumerable.Range(0, arrays + 2).Select(_ => new long[(window.Length + Width - 1) / Width])];
        (depth, deepest) = (new int[this.units.Count], new int[this.units.Count]);
        Names =
        [
            .. Enumerable.Range(0, arrays).Select(i => $"array {i} PE products a cycle"),
            "DRAM bytes read a cycle", "DRAM bytes written a cycle",
            .. this.units.Select(unit => $"queue of {PerfettoTracks.Name(unit)}"),
        ];
        written = [.. Names.Select(_ => -1L)];
    }

    /// <summary>Cycles of a bucket.</summary>
    public long Width { get; }

    /// <summary>What each counts.</summary>
    public string[] Names { get; }

    /// <summary>The first cycle of which no value has been told.</summary>
    public long Begin => window.First + bucket * Width;

    /// <summary>An array makes products in each of the cycles [from, to).</summary>
    public void Products(int array, long products, long from, long to)
    {
        (from, to) = (Math.Max(from, window.First), Math.Min(to, window.Last + 1));
        while (from < to)
        {
            long at = (from - window.First) / Width, end = Math.Min(to, window.First + (at + 1) * Width);
            sums[array][at] += products * (end - from);
            from = end;
        }
    }

    /// <summary>The last data of bursts pass in a cycle.</summary>
    public void Data(bool write, long bursts, long cycle)
    {
        if (window.Overlaps(cycle, cycle + 1)) sums[arrays + (write ? 1 : 0)][(cycle - window.First) / Width] += bursts * burstBytes;
    }

    /// <summary>A queue has so many entries more or less.</summary>
    public void Queued(Unit unit, int entries, long cycle)
    {
        for (int i = 0; i < units.Count; i++)
            if (units[i] == unit) queued.Add(cycle, (i, entries));
    }

    /// <summary>Everything before a cycle has been told: the values of the buckets that are over.</summary>
    public void WriteBefore(long cycle)
    {
        queued.Drain(Math.Min(cycle, Begin), Count);
        for (; bucket < sums[0].Length && Math.Min(Begin + Width, window.Last + 1) <= cycle; bucket++)
        {
            depth.CopyTo(deepest, 0);
            queued.Drain(Begin + Width, Count);
            long cycles = Math.Min(Width, window.Last + 1 - Begin);
            for (int i = 0; i < sums.Length; i++) Write(i, (Int128)sums[i][bucket] * Thousandths / cycles);
            for (int i = 0; i < deepest.Length; i++) Write(sums.Length + i, deepest[i] * Thousandths);
        }
    }

    private void Count(long cycle, (int Unit, int Entries) change)
    {
        depth[change.Unit] += change.Entries;
        deepest[change.Unit] = Math.Max(deepest[change.Unit], depth[change.Unit]);
    }

    private void Write(int counter, Int128 value)
    {
        if (written[counter] == value) return;
        written[counter] = (long)value;
        events.Add(Begin, new(EventKind.Counter, counter, A: (long)value));
    }
}
