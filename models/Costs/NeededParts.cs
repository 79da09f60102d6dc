namespace WageSim.Models.Costs;

/// <summary>What a scheme of training needs of a chip's parts that others may do without; widths in bits, 0 where it does, too.</summary>
/// <param name="Stationary">Of the weights that stand in PEs.</param>
/// <param name="Factor">Of the wider factor of a lane's multiplier.</param>
/// <param name="OtherFactor">Of the other factor, a constant.</param>
/// <param name="Power">Of an entry of a lane's table of 256 powers.</param>
/// <param name="Remainder">Of the divider's remainder, and so of its subtractor.</param>
/// <param name="Divisor">Of the divider's divisor.</param>
/// <param name="Quotient">Of a quotient.</param>
public sealed record NeededParts(int Stationary, int Factor, int OtherFactor, int Power, int Remainder, int Divisor, int Quotient)
{
    /// <summary>Entries of a table of powers.</summary>
    public const int Powers = 256;

    private const int PowerBits = 25;

    /// <summary>With the vector unit of a chip as it is: its multipliers, tables and divider are those of softmax of exact sums.</summary>
    public static NeededParts Whole(int stationary) => new(
        stationary, ChipGeometry.SumBits, ChipGeometry.FactorBits, PowerBits, ChipGeometry.RemainderBits, ChipGeometry.DivisorBits,
        ChipGeometry.QuotientBits);

    /// <summary>Multipliers of 32 × 32 bits that a lane needs beside its own, for an element a step.</summary>
    public int Products { get; init; }

    /// <summary>Bits of the tensors' maxima whose leading one is found.</summary>
    public int LeadingOne { get; init; } = 64;

    /// <summary>Whether random draws are made.</summary>
    public bool Draws { get; init; } = true;
}
