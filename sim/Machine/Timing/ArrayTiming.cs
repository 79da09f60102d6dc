using WageSim.Isa;
using WageSim.Models.Hardware;

namespace WageSim.Machine;

/// <summary>Beats of the array's streams: a closed form where the operands lie well, else row by row; the PE grid checks both.</summary>
public sealed class ArrayTiming(Chip chip, Ports ports)
{
    private readonly Dictionary<(Walk, Walk?, long, long), List<(int X, int Y)>> patterns = [];

    /// <summary>Cycles from a row's entry at the edge to its sum at the accumulators: down all rows, de-skewed over all columns.</summary>
    public int WeightStationaryDelay => chip.Rows + chip.Cols - 2;

    /// <summary>Cycles from the last position's entry to the first drained row: de-skewed over all columns.</summary>
    public int OutputStationaryDelay => chip.Cols - 1;

    /// <summary>Cycles that the accumulator ports need for one row of sums.</summary>
    public int BeatsPerSumRow(int columns) => (columns * 32 + chip.Accumulator.PortBits - 1) / chip.Accumulator.PortBits;

    /// <summary>Preload: line after line, as many beats each as port words hold it.</summary>
    /// <returns>Port words read.</returns>
    public long Preload(Weights weights, long start, Track into)
    {
        var (lines, codes) = weights.Transpose ? (weights.Cols, weights.Rows) : (weights.Rows, weights.Cols);
        int bytes = codes * weights.Bytes;
        long total = 0;
        for (int i = 0; i < lines; i++)
        {
            long from = start + (long)i * weights.Pitch, words = (from + bytes - 1) / ports.Word - from / ports.Word + 1;
            into.Add(ports.Scratchpad(from, from + bytes), words);
            total += words;
        }
        return total;
    }

    /// <summary>
    /// The operand fetch of a pass: for each row the port words that the row before did not hold, at least one beat;
    /// a line starts with empty buffers.
    /// </summary>
    /// <param name="leastBeats">Beats that a row takes at least, where the accumulator ports are narrow.</param>
    /// <returns>Port words read.</returns>
    public long Fetch(Walk x, long xStart, Walk? y, long yStart, int leastBeats, Track into)
    {
        ulong xMask = ports.Scratchpad(xStart + x.Lowest, xStart + x.Highest);
        ulong yMask = y is null ? 0 : ports.Scratchpad(yStart + y.Lowest, yStart + y.Highest);
        bool oneBank = ulong.PopCount(xMask) == 1 && ulong.PopCount(yMask) <= 1;
        if (leastBeats == 1 && oneBank && (xMask & yMask) == 0 && OneWord(x, xStart) && (y is null || OneWord(y, yStart)))
        {
            into.Add(xMask | yMask, x.Positions);
            return (long)x.Positions * (y is null ? 1 : 2);
        }
        long total = 0;
        for (int i3 = 0; i3 < x.Count3; i3++)
            for (int i2 = 0; i2 < x.Count2; i2++)
            {
                long xLine = xStart + i3 * x.Stride3 + i2 * x.Stride2, yLine = y is null ? 0 : yStart + i3 * y.Stride3 + i2 * y.Stride2;
                total += Line(x, xLine, y, yLine, leastBeats, into);
            }
        return total;
    }

    private long Line(Walk x, long xLine, Walk? y, long yLine, int leastBeats, Track into)
    {
        ulong xMask = MaskOfLine(x, xLine), yMask = y is null ? 0 : MaskOfLine(y, yLine);
        var key = (x, y, xLine % ports.Word, y is null ? 0 : yLine % ports.Word);
        if (!patterns.TryGetValue(key, out var pattern)) patterns[key] = pattern = Pattern(x, key.Item3, y, key.Item4);
        bool oneBank = ulong.PopCount(xMask) == 1 && ulong.PopCount(yMask) <= 1;
        long total = 0;
        for (int i = 0; i < pattern.Count; i++)
        {
            var (xWords, yWords) = pattern[i];
            total += xWords + yWords;
            ulong xPorts = xWords == 0 ? 0 : oneBank ? xMask : MaskOfRow(x, xLine + i * x.Stride1);
            ulong yPorts = yWords == 0 ? 0 : oneBank ? yMask : MaskOfRow(y!, yLine + i * y!.Stride1);
            int beats = Math.Max(leastBeats, (xPorts & yPorts) != 0 ? xWords + yWords : Math.Max(xWords, yWords));
            beats = Math.Max(1, beats);
            into.Add(xPorts | yPorts, beats - 1, advances: false);
            into.Add(xPorts | yPorts, 1);
        }
        return total;
    }

    private List<(int X, int Y)> Pattern(Walk x, long xOffset, Walk? y, long yOffset)
    {
        var pattern = new List<(int X, int Y)>(x.Count1);
        for (int i = 0; i < x.Count1; i++) pattern.Add((NewWords(x, xOffset, i), y is null ? 0 : NewWords(y, yOffset, i)));
        return pattern;
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
