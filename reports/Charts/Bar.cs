namespace WageSim.Reports.Charts;

/// <summary>A bar: a value for each series, one after the other.</summary>
/// <param name="Label">What tells it from others of its group; may be empty.</param>
public sealed record Bar(string Label, IReadOnlyList<double> Values);
