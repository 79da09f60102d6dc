using WageSim.Isa;
using WageSim.Models.Hardware;

namespace WageSim.Machine;

/// <summary>Beats of the array's streams: functions of walks and addresses alone, so each is planned once and shared.</summary>
public sealed class ArrayTiming(Chip chip, Ports ports)
{
    private readonly OperandFetch fetch = new(ports);
    private readonly TrackBuilder track = new();
    private readonly PlanCache<PreloadKey, Track> preloads = new();
    private readonly PlanCache<FetchKey, Track> fetches = new();
    private readonly PlanCache<WriteBackKey, Track> writeBacks = new();
    private readonly PlanCache<DrainKey, Track> drains = new();

    private readonly record struct PreloadKey(int Lines, int Bytes, int Pitch, long Start);
    private readonly record struct FetchKey(Walk X, long XStart, Walk? Y, long YStart, int LeastBeats);
    private readonly record struct WriteBackKey(Track Stream, long Row, bool Narrow, bool Accumulate);
    private readonly record struct DrainKey(long Row, int Rows, int Beats, bool Accumulate);

    /// <summary>Cycles from a row's entry at the edge to its sum at the accumulators: down all rows, de-skewed over all columns.</summary>
    public int WeightStationaryDelay => chip.Rows + chip.Cols - 2;

    /// <summary>Cycles from the last position's entry to the first drained row: de-skewed over all columns.</summary>
    public int OutputStationaryDelay => chip.Cols - 1;

    /// <summary>Cycles that the accumulator ports need for one row of sums.</summary>
    public int BeatsPerSumRow(int columns) => (columns * 32 + chip.Accumulator.PortBits - 1) / chip.Accumulator.PortBits;

    /// <summary>Preload: line after line, as many beats each as port words hold it.</summary>
    public Track Preload(Weights weights, long start)
    {
        var (lines, codes) = weights.Transpose ? (weights.Cols, weights.Rows) : (weights.Rows, weights.Cols);
        var key = new PreloadKey(lines, codes * weights.Bytes, weights.Pitch, start);
        return preloads[key] ??= PlanPreload(key);
    }

    /// <summary>The operand fetch of a pass, which is its stream.</summary>
    /// <param name="leastBeats">Beats that a row takes at least, where the accumulator ports are narrow.</param>
    public Track Fetch(Walk x, long xStart, Walk? y, long yStart, int leastBeats) =>
        fetches[new(x, xStart, y, yStart, leastBeats)] ??= fetch.Plan(x, xStart, y, yStart, leastBeats);

    /// <summary>The sums of a weight-stationary pass: its stream's beats once more, at the accumulator ports of each row.</summary>
    public Track WriteBack(Track stream, long row, int columns, bool accumulate)
    {
        var key = new WriteBackKey(stream, row, BeatsPerSumRow(columns) > 1, accumulate);
        return writeBacks[key] ??= PlanWriteBack(key);
    }

    /// <summary>The sums of an output-stationary pass, row by row.</summary>
    public Track Drain(long row, int rows, int columns, bool accumulate)
    {
        var key = new DrainKey(row, rows, BeatsPerSumRow(columns), accumulate);
        return drains[key] ??= PlanDrain(key);
    }

    private Track PlanPreload(in PreloadKey key)
    {
        for (int i = 0; i < key.Lines; i++)
        {
            long from = key.Start + (long)i * key.Pitch, words = (from + key.Bytes - 1) / ports.Word - from / ports.Word + 1;
            track.Add(ports.Scratchpad(from, from + key.Bytes), words);
            track.Words += words;
        }
        return track.Build();
    }

    private Track PlanWriteBack(in WriteBackKey key)
    {
        // Where a port is narrower than a row of sums, the row holds it while it lasts; else only in its last beat.
        long row = key.Row;
        foreach (var run in key.Stream.Runs)
            if (run.Advances) row = AddRows(row, run.Beats, 1, key.Accumulate);
            else track.Add(key.Narrow ? SumPorts(row, key.Accumulate) : 0, run.Beats, advances: false);
        return track.Build();
    }

    private Track PlanDrain(in DrainKey key)
    {
        AddRows(key.Row, key.Rows, key.Beats, key.Accumulate);
        return track.Build();
    }

    /// <summary>Rows of sums at the accumulator ports, bank after bank.</summary>
    private long AddRows(long row, long rows, int beatsPerRow, bool accumulate)
    {
        while (rows > 0)
        {
            long inBank = Math.Min(rows, ports.RowsPerBank - row % ports.RowsPerBank);
            track.Add(SumPorts(row, accumulate), inBank * beatsPerRow);
            (row, rows) = (row + inBank, rows - inBank);
        }
        return row;
    }

    private ulong SumPorts(long row, bool accumulate) =>
        ports.AccumulatorWrite(row, row + 1) | (accumulate ? ports.AccumulatorRead(row, row + 1) : 0);
}
