namespace WageSim.Reports;

/// <summary>Area of a chip in µm², in exact decimals.</summary>
/// <param name="Components">Area by block of the chip; the sum is the total.</param>
/// <param name="Tree">The same down to single adders and macros; the sum of its leaves is the total.</param>
public sealed record AreaResult(decimal TotalSquareMicrons, IReadOnlyDictionary<string, decimal> Components, AreaNodeResult Tree);

/// <summary>A part of the chip.</summary>
/// <param name="SquareMicrons">Of all Count of them together: the sum of its children, or Count times the derived area.</param>
/// <param name="Count">How many there are on the chip.</param>
/// <param name="Entries">Entries of the price table that a leaf's area is made of; empty above leaves.</param>
/// <param name="Derivation">How a leaf's area follows, with numbers; empty above leaves.</param>
public sealed record AreaNodeResult(
    string Name, decimal SquareMicrons, long Count, IReadOnlyList<string> Entries, string Derivation,
    IReadOnlyList<AreaNodeResult> Children);
