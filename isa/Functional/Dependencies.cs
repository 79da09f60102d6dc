namespace WageSim.Isa.Functional;

/// <summary>Finds which earlier tasks of a phase a task has to wait for: those that touch a common place, one of them writing.</summary>
/// <remarks>Places are taken as ranges from the lowest to the highest: too many dependencies are safe, and few.</remarks>
internal sealed class Dependencies
{
    private readonly List<Touch>[] live = [.. Enum.GetValues<Memory>().Select(_ => new List<Touch>())];
    private readonly HashSet<int> found = [];

    private readonly record struct Touch(long From, long To, int Task, bool Write);

    /// <summary>The tasks that a task has to wait for; its own accesses are remembered.</summary>
    public int[] Add(int task, Footprint footprint)
    {
        found.Clear();
        for (int memory = 0; memory < live.Length; memory++)
            foreach (var (from, to, write) in footprint.Of((Memory)memory)) Add(live[memory], new(from, to, task, write));
        found.Remove(task);
        return [.. found];
    }

    public void Clear()
    {
        foreach (var list in live) list.Clear();
    }

    private void Add(List<Touch> list, Touch touch)
    {
        for (int i = list.Count - 1; i >= 0; i--)
        {
            var other = list[i];
            if (other.To <= touch.From || touch.To <= other.From || !touch.Write && !other.Write) continue;
            found.Add(other.Task);
            // Who waits for this task has waited for the other one too.
            if (touch.Write && touch.From <= other.From && other.To <= touch.To)
            {
                list[i] = list[^1];
                list.RemoveAt(list.Count - 1);
            }
        }
        list.Add(touch);
    }
}

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
