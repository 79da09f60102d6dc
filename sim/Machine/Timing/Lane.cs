namespace WageSim.Machine;

/// <summary>The beats that one request still needs, apart from its unit, which learns at the end how many passed.</summary>
internal struct Lane
{
    private readonly bool isStream, hasSums;
    private readonly ulong mask;
    private TrackCursor beats, sums;
    private long untilSums;

    /// <param name="mask">The ports of every beat.</param>
    /// <param name="left">Beats.</param>
    public Lane(ulong mask, long left) => (this.mask, Left) = (mask, left);

    /// <param name="beats">A stream under way.</param>
    public Lane(TrackCursor beats) => (isStream, this.beats, Left) = (true, beats, beats.Left);

    /// <summary>A stream with sums that are written beside it, from a number of beats on.</summary>
    public Lane(TrackCursor beats, TrackCursor sums, long untilSums) : this(beats)
    {
        (hasSums, this.sums, this.untilSums) = (true, sums, untilSums);
        EndsAfter(untilSums + sums.Left);
    }

    /// <summary>Whether its unit has to be evaluated if it is refused.</summary>
    public bool Leads { get; init; }

    /// <summary>Beats until its unit has to be evaluated.</summary>
    public long Left { get; private set; }

    /// <summary>The ports of the next beat.</summary>
    public ulong Ports { get; private set; }

    /// <summary>Beats for which they stay as they are.</summary>
    public long Run { get; private set; }

    /// <summary>Whether the next beat is granted.</summary>
    public bool Granted { get; set; }

    /// <summary>Beats that have passed, and cycles without one.</summary>
    public long Passed { get; private set; }
    public long Held { get; private set; }

    public void EndsAfter(long beats) => Left = Math.Min(Left, beats);

    /// <summary>Looks for the next beat's ports, where they are others than those of the beat before.</summary>
    public void Look()
    {
        if (Run > 0) return;
        (Ports, Run) = isStream ? beats.Current() : (mask, Left);
        if (hasSums && untilSums > 0) Run = Math.Min(Run, untilSums);
        else if (hasSums)
        {
            var (ports, run) = sums.Current();
            (Ports, Run) = (Ports | ports, Math.Min(Run, run));
        }
        Run = Math.Min(Run, Left);
    }

    /// <summary>Some cycles go by; no more than Run if it is granted.</summary>
    public void Go(long cycles)
    {
        if (!Granted)
        {
            Held += cycles;
            return;
        }
        (Passed, Left, Run) = (Passed + cycles, Left - cycles, Run - cycles);
        if (isStream) beats.Pass(cycles);
        if (untilSums > 0) untilSums -= cycles;
        else if (hasSums) sums.Pass(cycles);
    }
}
