namespace WageSim.Reports;

/// <summary>Where a point's cycles go, and what single changes of its chip gain: plain data, written as JSON.</summary>
public sealed record SweepExplanation
{
    public int Version { get; init; } = 1;
    public required int Point { get; init; }
    public required IReadOnlyList<KeyValuePair<string, string>> Parameters { get; init; }
    public required SweepFigures Figures { get; init; }

    /// <summary>The unit that limits each layer and phase, in their order.</summary>
    public required IReadOnlyList<string> Bottlenecks { get; init; }

    /// <summary>The neighbours, the largest gain of time first; at the end those that cannot be.</summary>
    public required IReadOnlyList<SweepChange> Changes { get; init; }

    /// <summary>The change that gains most time, or null where none gains.</summary>
    public SweepChange? Best => Changes.FirstOrDefault(change => change is { Reason: "", TimeGain: > 0 });
}

/// <summary>A single change of a chip; a gain is 1 − after / before, so that a loss is negative.</summary>
/// <param name="Reason">Why it cannot be, or empty.</param>
public sealed record SweepChange(
    string Key, string Change, string Reason, long Cycles, double TimeGain, double EnergyGain, double EnergyDelayGain, double AreaGain);
