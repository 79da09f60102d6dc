namespace WageSim.Reports.Charts;

/// <summary>A point of a scatter chart.</summary>
/// <param name="Label">Shown with its values on hovering, and beside it where there is room.</param>
public sealed record ScatterPoint(string Label, double X, double Y)
{
    /// <summary>Where a click on it leads; null is nowhere.</summary>
    public string? Link { get; init; }

    /// <summary>Whether its label is drawn beside it, if there is room.</summary>
    public bool IsLabelled { get; init; } = true;
}
