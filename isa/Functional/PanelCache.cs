using WageSim.Isa.Kernels;

namespace WageSim.Isa.Functional;

/// <summary>Operands that have been laid out in a task: its passes use each of them several times.</summary>
internal sealed class PanelCache(int slots)
{
    private readonly Entry[] entries = [.. Enumerable.Range(0, slots).Select(_ => new Entry())];
    private int next;

    /// <summary>A laid out operand, and for a stationary one its bias.</summary>
    internal sealed class Entry
    {
        public PositionOperand? Operand { get; set; }
        public int From { get; set; }
        public int Count { get; set; }
        public byte[] Panel { get; set; } = [];
        public int[] Bias { get; } = new int[256];

        /// <summary>Of a moving operand, what products by an unsigned stationary one add to each row of sums, if it is known.</summary>
        public int[] RowBias { get; } = new int[256 + 8];
        public bool HasRowBias { get; set; }

        /// <summary>Of each position, the elements of which a slice is not zero; for each slice that was asked for.</summary>
        public List<(OperandSlice Slice, int[] Counts)> Nonzeros { get; } = [];
    }

    /// <summary>The entry of an operand's positions, or the oldest with room for the bytes; says whether they are laid out there.</summary>
    public (Entry Entry, bool Found) Find(PositionOperand operand, int from, int count, int bytes)
    {
        foreach (var entry in entries)
            if (entry.Operand is { } other && ReferenceEquals(other.Walk, operand.Walk)
                && (other.Start, other.Slice, entry.From, entry.Count) == (operand.Start, operand.Slice, from, count))
                return (entry, true);
        var oldest = entries[next];
        next = (next + 1) % slots;
        (oldest.Operand, oldest.From, oldest.Count) = (operand, from, count);
        oldest.Nonzeros.Clear();
        if (oldest.Panel.Length < bytes + TilePacker.Slack) oldest.Panel = new byte[bytes + TilePacker.Slack];
        return (oldest, false);
    }

    /// <summary>What the scratchpad holds has changed.</summary>
    public void Forget()
    {
        foreach (var entry in entries) entry.Operand = null;
    }
}
