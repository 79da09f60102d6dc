namespace WageSim.Machine;

/// <summary>A track under way.</summary>
public struct TrackCursor
{
    private readonly Track? track;
    private int index;
    private long end;

    public TrackCursor(Track track)
    {
        this.track = track;
        if (track.Beats > 0) end = track.Runs[0].Beats;
    }

    /// <summary>Beats that have passed.</summary>
    public long Position { get; private set; }

    public readonly Track Track => track!;
    public readonly bool Active => track is not null && Position < track.Beats;

    /// <summary>Beats left in the whole track.</summary>
    public readonly long Left => track!.Beats - Position;

    /// <summary>The next beat's run; looked for only when somebody asks, since most streams pass undisturbed.</summary>
    /// <returns>The run's ports, and its beats left.</returns>
    public (ulong Ports, long Left) Current()
    {
        while (Position >= end) end += track!.Runs[++index].Beats;
        return (track!.Runs[index].Ports, end - Position);
    }

    /// <summary>Whether the beats of the run that was looked for complete rows.</summary>
    public readonly bool Advances => track!.Runs[index].Advances;

    /// <summary>Writes how far it has come; once it has ended nobody asks which track it was.</summary>
    public readonly void Save(TimingState to)
    {
        to.Write(Active ? track : null);
        to.Write(Active ? Position : 0);
    }

    /// <summary>A cursor as it was written.</summary>
    public static TrackCursor Load(TimingState from)
    {
        var track = from.ReadObject<Track>();
        long position = from.ReadNumber();
        return track is null ? default : new(track) { Position = position };
    }

    /// <summary>Some beats have passed; never more than are left.</summary>
    public void Pass(long beats)
    {
        if (beats > Left) throw new InvalidOperationException("a stream passed its end");
        Position += beats;
    }
}
