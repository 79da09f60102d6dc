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
        public byte[] Panel { get; set; } = [];
        public int[] Bias { get; } = new int[256];
    }

    /// <summary>The operand's entry, or the oldest one with room for so many bytes; says whether the operand is laid out there.</summary>
    public (Entry Entry, bool Found) Find(PositionOperand operand, int bytes)
    {
        foreach (var entry in entries)
            if (entry.Operand is { } other && ReferenceEquals(other.Walk, operand.Walk)
                && (other.Start, other.Slice) == (operand.Start, operand.Slice))
                return (entry, true);
        var oldest = entries[next];
        next = (next + 1) % slots;
        oldest.Operand = null;
        if (oldest.Panel.Length < bytes + TilePacker.Slack) oldest.Panel = new byte[bytes + TilePacker.Slack];
        return (oldest, false);
    }

    /// <summary>What the scratchpad holds has changed.</summary>
    public void Forget()
    {
        foreach (var entry in entries) entry.Operand = null;
    }
}
