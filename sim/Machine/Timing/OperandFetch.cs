using WageSim.Isa;

namespace WageSim.Machine;

/// <summary>
/// The operand fetch of a pass: for each row the port words that the row before did not hold, at least one beat;
/// a line starts with empty buffers.
/// </summary>
/// <remarks>A closed form where the operands lie well, else line by line; the PE grid checks both.</remarks>
internal sealed class OperandFetch(Ports ports)
{
    private readonly Dictionary<(Walk, Walk?, long, long), List<RowGroup>> patterns = [];
    private readonly TrackBuilder track = new();

    /// <summary>Rows of a line that follow one another and need as many new words of x and of y.</summary>
    private readonly record struct RowGroup(int First, int Rows, int X, int Y);

    /// <param name="leastBeats">Beats that a row takes at least, where the accumulator ports are narrow.</param>
    public Track Plan(Walk x, long xStart, Walk? y, long yStart, int leastBeats)
    {
        ulong xMask = ports.Scratchpad(xStart + x.Lowest, xStart + x.Highest);
        ulong yMask = y is null ? 0 : ports.Scratchpad(yStart + y.Lowest, yStart + y.Highest);
        if (leastBeats == 1 && OneBank(xMask, yMask) && (xMask & yMask) == 0 && OneWord(x, xStart) && (y is null || OneWord(y, yStart)))
        {
            track.Add(xMask | yMask, x.Positions);
            track.Words = (long)x.Positions * (y is null ? 1 : 2);
            return track.Build();
        }
        if (patterns.Count > 4096) patterns.Clear();
        for (int i3 = 0; i3 < x.Count3; i3++)
            for (int i2 = 0; i2 < x.Count2; i2++)
            {
                long xLine = xStart + i3 * x.Stride3 + i2 * x.Stride2, yLine = y is null ? 0 : yStart + i3 * y.Stride3 + i2 * y.Stride2;
                Line(x, xLine, y, yLine, leastBeats);
            }
        return track.Build();
    }

    private void Line(Walk x, long xLine, Walk? y, long yLine, int leastBeats)
    {
        ulong xMask = MaskOfLine(x, xLine), yMask = y is null ? 0 : MaskOfLine(y, yLine);
        bool oneBank = OneBank(xMask, yMask);
        foreach (var (first, rows, xWords, yWords) in PatternOf(x, xLine, y, yLine))
        {
            track.Words += (long)rows * (xWords + yWords);
            // In one bank all rows of the group are alike.
            if (oneBank) Rows(rows, xWords, yWords, xMask, yMask, leastBeats);
            else
                for (int i = first; i < first + rows; i++)
                    Rows(1, xWords, yWords, MaskOfRow(x, xLine + i * x.Stride1),
                        yWords == 0 ? 0 : MaskOfRow(y!, yLine + i * y!.Stride1), leastBeats);
        }
    }

    private void Rows(int rows, int xWords, int yWords, ulong xMask, ulong yMask, int leastBeats)
    {
        ulong xPorts = xWords == 0 ? 0 : xMask, yPorts = yWords == 0 ? 0 : yMask;
        int beats = Math.Max(leastBeats, (xPorts & yPorts) != 0 ? xWords + yWords : Math.Max(xWords, yWords));
        if (beats <= 1)
        {
            track.Add(xPorts | yPorts, rows);
            return;
        }
        for (int i = 0; i < rows; i++)
        {
            track.Add(xPorts | yPorts, beats - 1, advances: false);
            track.Add(xPorts | yPorts, 1);
        }
    }

    private List<RowGroup> PatternOf(Walk x, long xLine, Walk? y, long yLine)
    {
        var key = (x, y, xLine % ports.Word, y is null ? 0 : yLine % ports.Word);
        if (patterns.TryGetValue(key, out var pattern)) return pattern;
        pattern = [];
        for (int i = 0; i < x.Count1; i++)
        {
            int xWords = NewWords(x, key.Item3, i), yWords = y is null ? 0 : NewWords(y, key.Item4, i);
            if (pattern.Count > 0 && pattern[^1] is var last && (last.X, last.Y) == (xWords, yWords))
                pattern[^1] = last with { Rows = last.Rows + 1 };
            else
                pattern.Add(new(i, 1, xWords, yWords));
        }
        return patterns[key] = pattern;
    }

    /// <summary>Words of row i of a line that its segments' buffers do not hold from row i-1.</summary>
    private int NewWords(Walk walk, long line, int i)
    {
        int words = 0;
        for (int s = 0; s < walk.Segments; s++)
        {
            long at = line + s * walk.SegmentStride + i * walk.Stride1, first = Floor(at), last = Floor(at + walk.RunBytes - 1);
            words += (int)(last - first + 1);
            if (i == 0) continue;
            long before = at - walk.Stride1, from = Math.Max(first, Floor(before)), to = Math.Min(last, Floor(before + walk.RunBytes - 1));
            words -= (int)Math.Max(0, to - from + 1);
        }
        return words;
    }

    private long Floor(long address) => (address + (long)ports.Word * 0x100000) / ports.Word;

    private static bool OneBank(ulong x, ulong y) => ulong.PopCount(x) == 1 && ulong.PopCount(y) <= 1;

    private bool OneWord(Walk walk, long start) =>
        walk.Segments == 1 && start % ports.Word + walk.RunBytes <= ports.Word
        && walk.Stride1 % ports.Word == 0 && walk.Stride2 % ports.Word == 0 && walk.Stride3 % ports.Word == 0
        && (walk.Count1 == 1 || walk.Stride1 != 0) && walk.Positions > 0;

    private ulong MaskOfLine(Walk walk, long line)
    {
        long lastRow = (walk.Count1 - 1) * walk.Stride1, lastSegment = (walk.Segments - 1) * walk.SegmentStride;
        long low = line + Math.Min(0, lastRow) + Math.Min(0, lastSegment);
        long high = line + Math.Max(0, lastRow) + Math.Max(0, lastSegment) + walk.RunBytes;
        return ports.Scratchpad(low, high);
    }

    private ulong MaskOfRow(Walk walk, long row)
    {
        ulong mask = 0;
        for (int s = 0; s < walk.Segments; s++)
        {
            long from = row + s * walk.SegmentStride;
            mask |= ports.Scratchpad(from, from + walk.RunBytes);
        }
        return mask;
    }
}
