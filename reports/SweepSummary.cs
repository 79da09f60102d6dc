namespace WageSim.Reports;

/// <summary>What a sweep came to: plain data, written as JSON.</summary>
public sealed record SweepSummary
{
    public int Version { get; init; } = 1;

    /// <summary>Where its database and tables are.</summary>
    public required string Folder { get; init; }

    /// <summary>Points with results, those that break a bound among them.</summary>
    public required int Points { get; init; }

    /// <summary>Points that break a bound known only after the run.</summary>
    public required int Outside { get; init; }

    /// <summary>Points that cannot be run.</summary>
    public required int Invalid { get; init; }

    /// <summary>Points that this call ran or refused; the others were finished before.</summary>
    public required int PointsRun { get; init; }
    public required double Seconds { get; init; }
    public required long PeakBytes { get; init; }

    /// <summary>The points that are invalid or outside.</summary>
    public required IReadOnlyList<SweepReason> Reasons { get; init; }
}

/// <summary>Why a point has no results, or which bound they break.</summary>
public sealed record SweepReason(int Point, string Parameters, SweepStatus Status, string Reason);
