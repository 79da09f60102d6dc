using WageSim.Isa.Kernels;

namespace WageSim.Isa.Functional;

/// <summary>One host thread's packed weights: a panel that several products of a phase are by is packed once.</summary>
internal sealed class WeightPanels(int columns)
{
    // With the largest panels still within a second-level cache.
    private const int Kept = 6;

    private readonly Entry[] entries = [.. Enumerable.Range(0, Kept + 1).Select(_ => new Entry(columns))];
    private int next;

    /// <summary>A packed panel, and what its columns add for the flipped sign of a moving operand.</summary>
    internal sealed class Entry(int columns)
    {
        public int Number { get; set; }
        public sbyte[] Weights { get; set; } = [];
        public int[] Bias { get; } = new int[columns];

        /// <summary>Columns whose weights are counted in the row counts, or 0.</summary>
        public int CountedColumns { get; set; }

        /// <summary>Weights of each row that are not zero, with room for so many rows.</summary>
        public int[] RowCounts(int rows) => rowCounts.Length >= rows ? rowCounts : rowCounts = new int[rows];

        private int[] rowCounts = [];
    }

    /// <summary>The entry of a panel, and whether it is packed there already; panels without a number share one that is not kept.</summary>
    public (Entry Entry, bool Found) Find(int number, int bytes)
    {
        var entry = entries[Kept];
        if (number > 0)
        {
            for (int i = 0; i < Kept; i++)
                if (entries[i].Number == number) return (entries[i], true);
            entry = entries[next];
            next = (next + 1) % Kept;
            entry.Number = number;
        }
        if (entry.Weights.Length < bytes + TilePacker.Slack) entry.Weights = new sbyte[bytes + TilePacker.Slack];
        return (entry, false);
    }

    /// <summary>A phase begins, with panels of its own.</summary>
    public void Forget()
    {
        foreach (var entry in entries) entry.Number = 0;
    }
}
