namespace WageSim.Reports;

/// <summary>Area of a part of the chip in the width that the run's scheme needs, in µm².</summary>
/// <param name="Width">The needed width in words: "8×2 bits", "as on the chip", "none".</param>
/// <param name="OnChip">Of the chip's own; the parts' sum is the chip's area.</param>
/// <param name="Entries">Entries of the price table that it is made of.</param>
/// <param name="Derivation">How it follows, with numbers; empty of what is as on the chip.</param>
public sealed record NeededPartResult(
    string Part, string Width, decimal SquareMicrons, decimal OnChip, IReadOnlyList<string> Entries, string Derivation);
