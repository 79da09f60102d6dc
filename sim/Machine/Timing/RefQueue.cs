namespace WageSim.Machine;

/// <summary>A queue in a ring whose entries are looked at in place; it grows to its largest size once.</summary>
internal sealed class RefQueue<T>
{
    private T[] ring = new T[4];
    private int head;

    public int Count { get; private set; }

    /// <summary>The oldest entry; there must be one.</summary>
    public ref T Head => ref ring[head];

    /// <summary>The entry that is that many places behind the head.</summary>
    public ref T this[int place] => ref ring[(head + place) & (ring.Length - 1)];

    /// <summary>A new last entry, to be filled.</summary>
    public ref T Push()
    {
        if (Count == ring.Length) Grow();
        return ref this[Count++];
    }

    public void Pop()
    {
        head = (head + 1) & (ring.Length - 1);
        Count--;
    }

    public void Clear() => (head, Count) = (0, 0);

    private void Grow()
    {
        var larger = new T[ring.Length * 2];
        for (int i = 0; i < Count; i++) larger[i] = this[i];
        (ring, head) = (larger, 0);
    }
}
