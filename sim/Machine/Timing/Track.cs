namespace WageSim.Machine;

/// <summary>A number of beats that need the same ports. A beat is one cycle in which all of them were granted.</summary>
/// <param name="Ports">Mask of ports.</param>
/// <param name="Beats">Cycles, when nothing is in the way.</param>
/// <param name="Advances">Whether each beat completes a row (or position) of the stream; otherwise it only fetches.</param>
public readonly record struct Run(ulong Ports, long Beats, bool Advances);

/// <summary>The beats of a stream as runs. It never changes, so all commands that move alike share one.</summary>
public sealed class Track
{
    private readonly Run[] runs;

    /// <param name="runs">Beats in their order.</param>
    /// <param name="words">Port words that the beats move.</param>
    public Track(ReadOnlySpan<Run> runs, long words)
    {
        this.runs = runs.ToArray();
        Words = words;
        foreach (var run in runs)
        {
            Beats += run.Beats;
            if (!run.Advances) FetchBeats += run.Beats;
            Ports |= run.Ports;
        }
    }

    public ReadOnlySpan<Run> Runs => runs;

    /// <summary>Beats of all runs together.</summary>
    public long Beats { get; }

    /// <summary>Beats that only fetch.</summary>
    public long FetchBeats { get; }

    /// <summary>Those among the first beats.</summary>
    public long FetchBeatsIn(long beats)
    {
        long fetched = 0;
        foreach (var run in runs)
        {
            if (beats <= 0) break;
            if (!run.Advances) fetched += Math.Min(run.Beats, beats);
            beats -= run.Beats;
        }
        return fetched;
    }

    /// <summary>The ports of all beats.</summary>
    public ulong Ports { get; }

    /// <summary>Port words read or written.</summary>
    public long Words { get; }
}
