namespace WageSim.Workloads.Compiler;

/// <summary>
/// A buffer's wish: bytes (or accumulator rows) of a copy, copies, and blocks of as many copies (one block for each
/// array).
/// </summary>
public readonly record struct BufferWish(string Name, long Size, int Copies, int Blocks = 1)
{
    public long Total => Size * Copies * Blocks;
}

/// <summary>A placed buffer: copy i of block k starts at Start + k · BlockStride + i · CopyStride.</summary>
public readonly record struct Buffer(string Name, long Start, long Size, long CopyStride, long BlockStride, int Copies, int Blocks);

/// <summary>Places a phase's buffers in a banked memory, each on banks of its own while there is room.</summary>
/// <remarks>Streams of different buffers, arrays and copies then do not meet at a port; copies of one block come together first.</remarks>
public static class Allocation
{
    private enum Spread { Packed, BlocksOnBanks, CopiesOnBanks }

    /// <summary>The placed buffers in the order of the wishes, or null where they do not fit.</summary>
    public static Buffer[]? Place(IReadOnlyList<BufferWish> wishes, long bankSize, int banks, int word)
    {
        long capacity = bankSize * banks;
        var spreads = new Spread[wishes.Count];
        Array.Fill(spreads, Spread.CopiesOnBanks);
        // Give up bank alignment where it wastes most, until everything fits.
        while (Total() > capacity)
        {
            int worst = -1;
            for (int i = 0; i < wishes.Count; i++)
                if (spreads[i] != Spread.Packed && (worst < 0 || Waste(i) > Waste(worst))) worst = i;
            if (worst < 0) return null;
            spreads[worst]--;
        }
        var result = new Buffer[wishes.Count];
        long next = 0;
        foreach (bool packed in (ReadOnlySpan<bool>)[false, true])
            for (int i = 0; i < wishes.Count; i++)
            {
                if (spreads[i] == Spread.Packed != packed) continue;
                var wish = wishes[i];
                long copy = CopyStride(wish, spreads[i]), block = BlockStride(wish, spreads[i]);
                result[i] = new(wish.Name, next, wish.Size, copy, block, wish.Copies, wish.Blocks);
                next += block * wish.Blocks;
            }
        return result;

        long CopyStride(in BufferWish wish, Spread spread) => Round(wish.Size, spread == Spread.CopiesOnBanks ? bankSize : word);
        long BlockStride(in BufferWish wish, Spread spread) =>
            Round(wish.Copies * CopyStride(wish, spread), spread == Spread.Packed ? word : bankSize);
        long Waste(int i) => (BlockStride(wishes[i], spreads[i]) - BlockStride(wishes[i], spreads[i] - 1)) * wishes[i].Blocks;
        long Total() => Enumerable.Range(0, wishes.Count).Sum(i => BlockStride(wishes[i], spreads[i]) * wishes[i].Blocks);
    }

    /// <summary>The next multiple.</summary>
    public static long Round(long value, long multiple) => (value + multiple - 1) / multiple * multiple;
}
