namespace WageSim.Workloads.Compiler;

/// <summary>A buffer's wish: bytes (or accumulator rows) of a block, blocks of a copy (one for each array), and copies.</summary>
public readonly record struct BufferWish(string Name, long Size, int Copies, int Blocks = 1)
{
    public long Total => Size * Copies * Blocks;
}

/// <summary>A placed buffer: block k of copy i starts at Start + (i · Blocks + k) · Stride.</summary>
public readonly record struct Buffer(string Name, long Start, long Size, long Stride, int Copies, int Blocks);

/// <summary>Places a phase's buffers in a banked memory: each block on banks of its own while there is room.</summary>
/// <remarks>Streams of different blocks then do not meet at a port.</remarks>
public static class Allocation
{
    /// <summary>The placed buffers in the order of the wishes, or null where they do not fit.</summary>
    public static Buffer[]? Place(IReadOnlyList<BufferWish> wishes, long bankSize, int banks, int word)
    {
        long capacity = bankSize * banks;
        bool[] onBanks = [.. wishes.Select(_ => true)];
        // Give up bank alignment where it wastes most, until everything fits.
        while (Total() > capacity)
        {
            int worst = -1;
            for (int i = 0; i < wishes.Count; i++)
                if (onBanks[i] && (worst < 0 || Waste(i) > Waste(worst))) worst = i;
            if (worst < 0) return null;
            onBanks[worst] = false;
        }
        var result = new Buffer[wishes.Count];
        long next = 0;
        foreach (bool aligned in (ReadOnlySpan<bool>)[true, false])
            for (int i = 0; i < wishes.Count; i++)
            {
                if (onBanks[i] != aligned) continue;
                result[i] = new(wishes[i].Name, next, wishes[i].Size, Stride(i), wishes[i].Copies, wishes[i].Blocks);
                next += Stride(i) * wishes[i].Copies * wishes[i].Blocks;
            }
        return result;

        long Stride(int i) => Round(wishes[i].Size, onBanks[i] ? bankSize : word);
        long Waste(int i) => (Round(wishes[i].Size, bankSize) - Round(wishes[i].Size, word)) * wishes[i].Copies * wishes[i].Blocks;
        long Total() => Enumerable.Range(0, wishes.Count).Sum(i => Stride(i) * wishes[i].Copies * wishes[i].Blocks);
    }

    /// <summary>The next multiple.</summary>
    public static long Round(long value, long multiple) => (value + multiple - 1) / multiple * multiple;
}
