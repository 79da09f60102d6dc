using System.Runtime.InteropServices;

namespace WageSim.Machine;

/// <summary>Puts a track together run by run.</summary>
public sealed class TrackBuilder
{
    private readonly List<Run> runs = [];

    /// <summary>Port words so far.</summary>
    public long Words { get; set; }

    /// <summary>Appends beats, joining them to the last run where they are alike.</summary>
    public void Add(ulong ports, long beats, bool advances = true)
    {
        if (beats == 0) return;
        if (runs.Count > 0 && runs[^1] is var last && last.Ports == ports && last.Advances == advances)
            runs[^1] = last with { Beats = last.Beats + beats };
        else
            runs.Add(new(ports, beats, advances));
    }

    /// <summary>What has been put together; the next track begins empty.</summary>
    public Track Build()
    {
        var track = new Track(CollectionsMarshal.AsSpan(runs), Words);
        runs.Clear();
        Words = 0;
        return track;
    }
}
