using WageSim.Isa;

namespace WageSim.Machine;

/// <summary>What a run did over time: its cycles in buckets of one width, the last perhaps shorter, each of which is counted.</summary>
public sealed class StepBuckets : IMachineObserver
{
    private readonly long[][][] states;
    private readonly long[][] products;

    /// <param name="cycles">Of the whole run.</param>
    /// <param name="most">Number of buckets; fewer where the run has fewer cycles, or where the last would be empty.</param>
    public StepBuckets(long cycles, int most, int arrays)
    {
        Width = Math.Max(1, (cycles + most - 1) / most);
        Count = (int)((cycles + Width - 1) / Width);
        states = Rows(Enum.GetValues<Unit>().Length, () => Rows(Enum.GetValues<UnitState>().Length, Row));
        products = Rows(arrays, Row);
        (ReadBursts, WriteBursts) = (Row(), Row());
    }

    /// <summary>Called now and then with the cycle that the run has reached.</summary>
    public Action<long>? Progress { get; init; }

    /// <summary>Cycles of a bucket.</summary>
    public long Width { get; }

    /// <summary>Buckets.</summary>
    public int Count { get; }

    /// <summary>DRAM bursts read, in the bucket in which the last data of their row passes.</summary>
    public long[] ReadBursts { get; }

    /// <summary>DRAM bursts written, likewise.</summary>
    public long[] WriteBursts { get; }

    /// <summary>Cycles of each bucket that a unit is in a state.</summary>
    public long[] States(Unit unit, UnitState state) => states[(int)unit][(int)state];

    /// <summary>PE products of an array in each bucket, in the cycles in which their operands enter.</summary>
    public long[] Products(int array) => products[array];

    public void State(Unit unit, UnitState state, Cycle from, Cycle to) => Add(states[(int)unit][(int)state], from.Value, to.Value, 1);

    public void Beats(Unit unit, Way way, Beat beat, ulong ports, long products, Cycle from, Cycle to)
    {
        if (products > 0) Add(this.products[unit - Unit.Array0], from.Value, to.Value, products);
    }

    public void Data(bool write, int bank, long row, int bursts, Cycle from, Cycle to) =>
        (write ? WriteBursts : ReadBursts)[(to.Value - 1) / Width] += bursts;

    public void At(int pc, Cycle from) { }
    public void Queued(Unit unit, int entries, Cycle now) { }
    public void Started(Unit unit, Execution execution) { }
    public void Waited(Unit unit, int semaphore, Cycle now) { }
    public void Signalled(Unit unit, int semaphore, Cycle now) { }
    public void TokensSet(int semaphore, int count, Cycle now) { }
    public void Row(int bank, long row, Cycle from) { }
    public void Reached(Cycle now) => Progress?.Invoke(now.Value);

    private void Add(long[] buckets, long from, long to, long each)
    {
        while (from < to)
        {
            long bucket = from / Width, cycles = Math.Min(to, (bucket + 1) * Width) - from;
            buckets[bucket] += cycles * each;
            from += cycles;
        }
    }

    private long[] Row() => new long[Count];

    private static T[] Rows<T>(int count, Func<T> row)
    {
        var rows = new T[count];
        for (int i = 0; i < count; i++) rows[i] = row();
        return rows;
    }
}
