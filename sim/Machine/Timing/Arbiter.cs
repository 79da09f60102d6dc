namespace WageSim.Machine;

/// <summary>One who asks for ports: set by its unit in each evaluated cycle, answered by the arbiter.</summary>
public sealed class Requester
{
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
