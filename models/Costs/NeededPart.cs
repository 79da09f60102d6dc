namespace WageSim.Models.Costs;

/// <summary>Area of a part of a chip in the width that a scheme needs, beside the chip's own, in µm².</summary>
/// <param name="Part">Its name, the same for every scheme and chip.</param>
/// <param name="Width">The needed width in words; "as on the chip", or "none".</param>
/// <param name="OnChip">Of the chip's own; 0 where it is below what the chip's area resolves.</param>
/// <param name="Entries">Entries of the price table that it is made of.</param>
/// <param name="Derivation">How it follows, with numbers.</param>
public sealed record NeededPart(
    string Part, string Width, decimal SquareMicrons, decimal OnChip, IReadOnlyList<string> Entries, string Derivation);
