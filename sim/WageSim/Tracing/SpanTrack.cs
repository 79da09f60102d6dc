namespace WageSim.Tracing;

/// <summary>A track of spans one after another: stretches of one kind that follow one another closely are one span.</summary>
/// <param name="gap">Cycles at most between two stretches of a span.</param>
internal sealed class SpanTrack(int thread, TimeOrder<TraceEvent> events, int gap, bool counts)
{
    private string? open;
    private long end, beats;

    /// <summary>The cycles [from, to) are of a kind, or none: null.</summary>
    /// <param name="argument">Of a span that begins, or -1.</param>
    public void Add(string? name, long from, long to, long argument = -1)
    {
        if (from >= to) return;
        if (open != name || from - end > gap)
        {
            Close();
            if (name is not null) events.Add(from, new(EventKind.Begin, thread, name, argument));
            open = name;
        }
        end = to;
        beats += to - from;
    }

    /// <summary>Everything before a cycle has been told: a span that cannot go on any more ends.</summary>
    public void CloseBefore(long cycle)
    {
        if (cycle - end > gap) Close();
    }

    /// <summary>What is open ends.</summary>
    public void Close()
    {
        if (open is not null) events.Add(end, new(EventKind.End, thread, A: counts ? beats : -1));
        (open, beats) = (null, 0);
    }
}
