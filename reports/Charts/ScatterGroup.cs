namespace WageSim.Reports.Charts;

/// <summary>Points with a common mark.</summary>
public sealed record ScatterGroup(string Name, IReadOnlyList<ScatterPoint> Points);
