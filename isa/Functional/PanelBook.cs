namespace WageSim.Isa.Functional;

/// <summary>Which products of a phase are by the same panel: the same preloads, and nothing has been written where they read.</summary>
internal sealed class PanelBook
{
    // Loops use few panels again and again; to remember more would cost more than it saves.
    private const int MostKnown = 64;

    private readonly List<Known> known = [];
    private int last;

    /// <summary>A panel, the first product by it, and the bytes of the scratchpad that it is made from.</summary>
    private sealed record Known(StationaryItem First, long From, long To);

    /// <summary>Names the item's panel; the number stays 0 if no other product is by the same one.</summary>
    public void Enter(StationaryItem item)
    {
        foreach (var (first, _, _) in known)
            if (item.HasPanelOf(first))
            {
                if (first.Panel == 0) first.Panel = ++last;
                item.Panel = first.Panel;
                return;
            }
        if (known.Count == MostKnown) known.RemoveAt(0);
        var (from, to) = item.Weights;
        known.Add(new(item, from, to));
    }

    /// <summary>Bytes of the scratchpad are written: panels from there will be others.</summary>
    public void Written(long from, long to) => known.RemoveAll(panel => panel.From < to && from < panel.To);

    /// <summary>A new phase.</summary>
    public void Clear() => known.Clear();
}
