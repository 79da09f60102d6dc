using WageSim.Isa.Kernels;

namespace WageSim.Isa.Functional;

/// <summary>How many elements of moving operands are not zero, column by column; once for all of a task's products by one.</summary>
internal sealed class MovingCounts
{
    // Arrays take turns with operands of their own.
    private const int Kept = 8;

    private readonly Entry[] entries = [.. Enumerable.Range(0, Kept + 1).Select(_ => new Entry())];
    private int next;

    private sealed class Entry
    {
        public (int Number, int From, int To) Operand { get; set; }
        public int[]? Counts { get; set; }
    }

    /// <summary>The counts of an operand's rows, and whether they are there already; operands without a number share a place.</summary>
    public (int[] Counts, bool Found) Find(int number, int from, int to)
    {
        var entry = entries[Kept];
        if (number > 0)
        {
            for (int i = 0; i < Kept; i++)
                if (entries[i].Operand == (number, from, to)) return (entries[i].Counts!, true);
            entry = entries[next];
            next = (next + 1) % Kept;
            entry.Operand = (number, from, to);
        }
        return (entry.Counts ??= new int[4 * WorkerMemory.MaxGroups + Nonzeros.Slack], false);
    }

    /// <summary>A group begins, with operands of its own.</summary>
    public void Forget()
    {
        foreach (var entry in entries) entry.Operand = default;
    }
}
