namespace WageSim.Isa.Functional;

/// <summary>What a task touches: ranges of each memory, joined where they meet.</summary>
internal sealed class Footprint
{
    private readonly List<(long From, long To, bool Write)>[] ranges =
        [.. Enum.GetValues<Memory>().Select(_ => new List<(long, long, bool)>())];

    /// <summary>Bytes, rows and registers in all.</summary>
    public long Size { get; private set; }

    public void Add(in AccessList accesses)
    {
        for (int i = 0; i < accesses.Count; i++) Add(accesses[i].Memory, accesses[i].Lowest, accesses[i].Highest, accesses[i].Write);
    }

    /// <summary>The arrays' tiles, which have no address: a place behind the scalar registers.</summary>
    public void AddRegisters(bool write) => Add(Memory.Scalars, MachineState.ScalarCount, MachineState.ScalarCount + 1, write);

    public IReadOnlyList<(long From, long To, bool Write)> Of(Memory memory) => ranges[(int)memory];

    public void Clear()
    {
        foreach (var list in ranges) list.Clear();
        Size = 0;
    }

    private void Add(Memory memory, long from, long to, bool write)
    {
        Size += to - from;
        var list = ranges[(int)memory];
        for (int i = list.Count - 1; i >= 0; i--)
        {
            var (low, high, writes) = list[i];
            if (writes != write || high < from || to < low) continue;
            if (low <= from && to <= high) return;
            list.RemoveAt(i);
            (from, to) = (Math.Min(low, from), Math.Max(high, to));
        }
        list.Add((from, to, write));
    }
}
