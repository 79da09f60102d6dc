using WageSim.Models.Hardware;

namespace WageSim.Machine;

/// <summary>
/// The SRAM ports of a chip as bits of a mask: scratchpad banks (one port each), accumulator banks' read ports, then their write ports.
/// </summary>
public sealed class Ports(Chip chip)
{
    public const int MaxScratchpadBanks = 32, MaxAccumulatorBanks = 16;
    private readonly int bankBytes = chip.Scratchpad.BankBytes, rowsPerBank = chip.AccumulatorRowsPerBank;

    /// <summary>Bytes of a scratchpad port word.</summary>
    public int Word { get; } = chip.Scratchpad.WordBytes;

    public int BankBytes => bankBytes;
    public int RowsPerBank => rowsPerBank;

    /// <summary>The banks that hold scratchpad bytes [from, to).</summary>
    public ulong Scratchpad(long from, long to) => Range((int)(from / bankBytes), (int)((to - 1) / bankBytes));

    /// <summary>The read ports of the banks that hold accumulator rows [from, to).</summary>
    public ulong AccumulatorRead(long from, long to) =>
        Range((int)(from / rowsPerBank), (int)((to - 1) / rowsPerBank)) << MaxScratchpadBanks;

    /// <summary>The write ports of those banks.</summary>
    public ulong AccumulatorWrite(long from, long to) => AccumulatorRead(from, to) << MaxAccumulatorBanks;

    private static ulong Range(int first, int last) => (ulong.MaxValue >> 63 - (last - first)) << first;
}

/// <summary>A number of beats that need the same ports. A beat is one cycle in which all of them were granted.</summary>
/// <param name="Ports">Mask of ports.</param>
/// <param name="Beats">Cycles, when nothing is in the way.</param>
/// <param name="Advances">Whether each beat completes a row (or position) of the stream; otherwise it only fetches.</param>
public readonly record struct Run(ulong Ports, long Beats, bool Advances);

/// <summary>A stream's beats as runs, and how far it has come.</summary>
public sealed class Track
{
    private readonly List<Run> runs = [];
    private int index;

    /// <summary>Beats left in the current run.</summary>
    public long Left { get; private set; }

    public bool Active => index < runs.Count;
    public ulong Ports => Active ? runs[index].Ports : 0;

    /// <summary>Whether the current beats only fetch.</summary>
    public bool Fetching => Active && !runs[index].Advances;
    public IReadOnlyList<Run> Runs => runs;

    public void Clear()
    {
        runs.Clear();
        (index, Left) = (0, 0);
    }

    /// <summary>Appends beats, joining them to the last run where they are alike.</summary>
    public void Add(ulong ports, long beats, bool advances = true)
    {
        if (beats == 0) return;
        if (runs.Count > index && runs[^1].Ports == ports && runs[^1].Advances == advances)
        {
            runs[^1] = runs[^1] with { Beats = runs[^1].Beats + beats };
            if (index == runs.Count - 1) Left += beats;
            return;
        }
        runs.Add(new(ports, beats, advances));
        if (index == runs.Count - 1) Left = beats;
    }

    /// <summary>Beats of all runs together.</summary>
    public long TotalBeats
    {
        get
        {
            long total = 0;
            foreach (var run in runs) total += run.Beats;
            return total;
        }
    }

    /// <summary>Some beats have passed; never more than are left in the run.</summary>
    public void Pass(long beats)
    {
        if (beats > Left) throw new InvalidOperationException("a stream passed the end of its run");
        Left -= beats;
        if (Left == 0 && ++index < runs.Count) Left = runs[index].Beats;
    }
}

/// <summary>One who asks for ports: set by its unit in each evaluated cycle, answered by the arbiter.</summary>
public sealed class Requester(string name)
{
    public string Name => name;

    /// <summary>The ports of the next beat.</summary>
    public ulong Mask { get; set; }

    /// <summary>Whether it wants to make a beat; a beat may need no port.</summary>
    public bool Wants { get; set; }

    /// <summary>Beats for which the request stays as it is.</summary>
    public long Left { get; set; }

    public bool Granted { get; set; }

    /// <summary>Another request without which this one is not granted either.</summary>
    public Requester? HoldsWith { get; init; }
}

/// <summary>Fixed priority: the first in the list takes all ports that it asks for, or none.</summary>
public sealed class Arbiter(IReadOnlyList<Requester> byPriority)
{
    public void Grant()
    {
        ulong taken = 0;
        foreach (var requester in byPriority)
        {
            bool held = requester.HoldsWith is { Wants: true, Granted: false };
            requester.Granted = requester.Wants && !held && (requester.Mask & taken) == 0;
            if (requester.Granted) taken |= requester.Mask;
        }
    }
}
