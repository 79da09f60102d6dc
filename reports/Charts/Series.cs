namespace WageSim.Reports.Charts;

/// <summary>A line of a chart: points from left to right; a value that is not a number leaves a gap.</summary>
public sealed record Series(string Name, IReadOnlyList<(double X, double Y)> Points);
