namespace WageSim.Models.Costs;

/// <summary>Parts of a chip that schemes of training need in different widths, or not at all.</summary>
public static class ChipPart
{
    public const string Pes = "PEs", Skew = "skew registers", Multipliers = "multipliers of the lanes", Powers = "tables of powers",
        Divider = "divider", Draws = "random draws", Others = "memories and all else", LeadingOne = "leading-one detector",
        Products = "further multipliers of the lanes";

    /// <summary>Those of a chip's area, in order.</summary>
    public static IReadOnlyList<string> All { get; } = [Pes, Skew, Multipliers, Powers, Divider, Draws, Others];
}
