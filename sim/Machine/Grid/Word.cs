namespace WageSim.Machine;

/// <summary>How a register of the fast grid holds an operand: a word of 32 bits.</summary>
internal static class Word
{
    /// <summary>The value, as a signed number of 16 bits; its tags and its line are above it.</summary>
    public const int Operand = 0xFFFF;

    // The lowest tag, so that all PEs of the largest array, 256 × 256, can be counted in units of it in a few lanes of 32 bits.
    public const int Used = 1 << UsedShift, Valid = 2 << UsedShift, First = 4 << UsedShift, Last = 8 << UsedShift;
    public const int UsedShift = 16;

    public const int Line = 0xFF << LineShift;
    private const int LineShift = 24;

    public static int AtLine(int line) => line << LineShift;
}
