namespace WageSim.Reports;

/// <summary>One point of a sweep with its results: plain data.</summary>
public sealed record SweepPoint
{
    /// <summary>Its number, from 1.</summary>
    public required int Point { get; init; }
    public required SweepStatus Status { get; init; }

    /// <summary>Why it is invalid, or which bound it breaks; empty for a point that is neither.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Its parameters in the sweep's order.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Parameters { get; init; }

    /// <summary>The results; null where it is invalid.</summary>
    public SweepFigures? Figures { get; init; }
}

/// <summary>Whether a point has results and keeps the bounds.</summary>
public enum SweepStatus
{
    Valid,

    /// <summary>It was run, and breaks a bound of the sweep.</summary>
    Outside,

    /// <summary>The chip is none, the network does not fit it, or a bound is broken before the run.</summary>
    Invalid,
}
