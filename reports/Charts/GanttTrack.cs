namespace WageSim.Reports.Charts;

/// <summary>One line of a timeline.</summary>
public sealed record GanttTrack(string Name, IReadOnlyList<GanttSpan> Spans);
