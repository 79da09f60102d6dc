using WageSim.Reports.Tables;

namespace WageSim.Reports.Charts;

/// <summary>What an axis shows.</summary>
/// <param name="Title">Words, to which the unit is added.</param>
/// <param name="IsLog">Whether equal steps are equal factors.</param>
public sealed record Axis(string Title, Quantity Quantity, bool IsLog = false)
{
    /// <summary>Whether a linear axis begins at zero even if its smallest value is far above.</summary>
    public bool FromZero { get; init; } = true;
}
