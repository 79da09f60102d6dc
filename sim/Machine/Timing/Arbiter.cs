namespace WageSim.Machine;

/// <summary>One who asks for ports: set by its unit, answered by the arbiter.</summary>
public sealed class Requester(UnitBase owner)
{
    public UnitBase Owner => owner;

    /// <summary>The ports of the next beat; or of all beats of the stream, as long as nobody else wants any of them.</summary>
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
/// <remarks>
/// Streams ask for all ports of all their beats at once. Where no two ask for one port, each is granted in every beat, and which
/// beat needs which port does not matter. Where two do, they are asked to name the ports of their next beat alone.
/// </remarks>
public sealed class Arbiter(Requester[] byPriority)
{
    /// <summary>Whether two requests had a port in common the last time.</summary>
    public bool IsContended { get; private set; }

    public void Grant(Cycle now)
    {
        ulong contended = Contended();
        IsContended = contended != 0;
        if (contended != 0) Refine(contended, now);
        ulong taken = 0;
        foreach (var requester in byPriority)
        {
            bool granted = requester.Wants;
            if (granted && contended != 0)
            {
                granted = (requester.Mask & taken) == 0 && requester.HoldsWith is not { Wants: true, Granted: false };
                if (granted) taken |= requester.Mask;
            }
            if (granted == requester.Granted) continue;
            requester.Owner.Disturb(now);
            requester.Granted = granted;
        }
    }

    /// <summary>Ports that more than one asks for.</summary>
    public ulong Contended()
    {
        ulong once = 0, twice = 0;
        foreach (var requester in byPriority)
        {
            if (!requester.Wants) continue;
            twice |= once & requester.Mask;
            once |= requester.Mask;
        }
        return twice;
    }

    private void Refine(ulong contended, Cycle now)
    {
        foreach (var requester in byPriority)
        {
            if (!requester.Wants || (requester.Mask & contended) == 0) continue;
            requester.Owner.Disturb(now);
            requester.Owner.Request(now, nextBeatOnly: true);
        }
    }
}
