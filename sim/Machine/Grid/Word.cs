namespace WageSim.Machine;

/// <summary>How a register of the fast grid holds an operand: a word of 32 bits.</summary>
internal static class Word
{
    /// <summary>The value, as a signed number of 16 bits; its tags and its line are above it.</summary>
    public const int Operand = 0xFFFF;

    // The lowest tag, so that all PEs of the largest array, 256 × 256, can be counted in units of it in a few lanes of 32 bits.
    public const int UsedShift = 16;

    /// <summary>Belongs to the tile and not to the padding around it: products of two such values are counted.</summary>
    public const int Used = 1 << UsedShift;

    /// <summary>A row's sums are written when they leave; on a preload chain, there is a weight.</summary>
    public const int Valid = 2 << UsedShift;

    /// <summary>First row of a weight-stationary pass with a tile of its own.</summary>
    public const int Swap = 4 << UsedShift;

    /// <summary>First position of an output-stationary pass: clear the sum; first line of a tile: clear the shadow register.</summary>
    public const int First = 8 << UsedShift;

    /// <summary>Last position of an output-stationary pass: put the sum on the drain bus.</summary>
    public const int Last = 16 << UsedShift;

    /// <summary>On a preload chain, the array row or column that keeps the weight.</summary>
    public const int Line = 0xFF << LineShift;

    private const int LineShift = 24;

    public static int AtLine(int line) => line << LineShift;
}
