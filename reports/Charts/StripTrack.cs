namespace WageSim.Reports.Charts;

/// <summary>One line of a strip chart.</summary>
/// <param name="Parts">For each kind, its part of each equal stretch of time, 0…1; the parts of a stretch sum to 1 at the most.</param>
public sealed record StripTrack(string Name, IReadOnlyList<IReadOnlyList<double>> Parts);
