namespace WageSim.Reports.Charts;

/// <summary>What a track does from a time to another.</summary>
/// <param name="Kind">Index of its name in the legend.</param>
public sealed record GanttSpan(double Start, double End, int Kind, string Label);
