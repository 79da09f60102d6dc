namespace WageSim.Tracing;

/// <summary>Puts items that come in any order into the order of their cycles; those of one cycle and rank stay as they came.</summary>
/// <param name="rank">The order within a cycle; null where it does not matter.</param>
public sealed class TimeOrder<T>(Func<T, int>? rank = null)
{
    // A key is a cycle's distance from the origin and, below it, the item's number.
    private const int NumberBits = 24;

    private long[] keys = new long[1024];
    private T[] items = new T[1024];
    private long origin;
    private int count;

    /// <summary>Adds an item; its cycle is not before what has been drained.</summary>
    public void Add(long cycle, T item)
    {
        if (count == keys.Length)
        {
            if (count == 1 << NumberBits) throw new InvalidOperationException("too many items of a trace are held back");
            Array.Resize(ref keys, 2 * count);
            Array.Resize(ref items, 2 * count);
        }
        if (cycle < origin) throw new InvalidOperationException($"cycle {cycle} has been drained already, up to {origin}");
        keys[count] = cycle - origin << NumberBits | (uint)count;
        items[count++] = item;
    }

    /// <summary>Hands over, in order, the items before a cycle; none comes before it any more.</summary>
    public void Drain(long horizon, Action<long, T> take)
    {
        if (horizon <= origin) return;
        Array.Sort(keys, items, 0, count);
        int taken = 0;
        while (taken < count && CycleOf(taken) is var cycle && cycle < horizon)
        {
            int end = taken + 1;
            while (end < count && CycleOf(end) == cycle) end++;
            if (rank is not null) Rank(taken, end);
            for (; taken < end; taken++) take(cycle, items[taken]);
        }
        // The rest keeps its order under new numbers.
        for (int i = taken; i < count; i++)
        {
            keys[i - taken] = CycleOf(i) - horizon << NumberBits | (uint)(i - taken);
            items[i - taken] = items[i];
        }
        Array.Clear(items, count - taken, taken);
        (count, origin) = (count - taken, horizon);
    }

    private long CycleOf(int place) => origin + (keys[place] >> NumberBits);

    // Few are in one cycle.
    private void Rank(int from, int end)
    {
        for (int i = from + 1; i < end; i++)
        {
            var item = items[i];
            int at = i;
            for (; at > from && rank!(items[at - 1]) > rank(item); at--) items[at] = items[at - 1];
            items[at] = item;
        }
    }
}
