namespace WageSim.Machine;

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
