namespace WageSim.Isa.Functional;

/// <summary>What a task touches: extents of each memory, joined where they meet.</summary>
internal sealed class Footprint
{
    private readonly List<Extent>[] extents = [.. Enum.GetValues<Memory>().Select(_ => new List<Extent>())];

    public IEnumerable<Extent> Extents => extents.SelectMany(list => list);

    public void Add(in AccessList accesses)
    {
        for (int i = 0; i < accesses.Count; i++)
        {
            var (access, from, to) = (accesses[i], accesses[i].Lowest, accesses[i].Highest);
            // Runs of a walk may overlap.
            long size = access.Walk is { } walk ? Math.Min(walk.TotalBytes, to - from) : to - from;
            Add(new(access.Memory, from, to, size, access.Write));
        }
    }

    /// <summary>The arrays' tiles, which have no address: a place behind the scalar registers.</summary>
    public void AddRegisters(bool write) => Add(new(Memory.Scalars, MachineState.ScalarCount, MachineState.ScalarCount + 1, 1, write));

    public void Clear()
    {
        foreach (var list in extents) list.Clear();
    }

    private void Add(Extent added)
    {
        var list = extents[(int)added.Memory];
        for (int i = list.Count - 1; i >= 0; i--)
        {
            var other = list[i];
            if (other.Write != added.Write || other.To < added.From || added.To < other.From) continue;
            if (other.From <= added.From && added.To <= other.To && other.Size == other.To - other.From) return;
            list.RemoveAt(i);
            long from = Math.Min(other.From, added.From), to = Math.Max(other.To, added.To);
            added = added with { From = from, To = to, Size = Math.Min(other.Size + added.Size, to - from) };
        }
        list.Add(added);
    }
}
