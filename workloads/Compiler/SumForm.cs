namespace WageSim.Workloads.Compiler;

/// <summary>How 32-bit accumulators hold a sum: whole, or bytes of its operands apart; all of its terms, or some at a time.</summary>
/// <param name="Apart">Whether the bytes of the operand that is cut are summed apart, and joined by the vector unit.</param>
/// <param name="OtherApart">Whether those of the other operand are.</param>
/// <param name="TermsAtOnce">Terms after which the accumulators may be full.</param>
public readonly record struct SumForm(bool Apart, bool OtherApart, long TermsAtOnce)
{
    /// <summary>Accumulators of a sum.</summary>
    public int Parts => (Apart ? 2 : 1) * OtherParts;

    private int OtherParts => OtherApart ? 2 : 1;

    /// <summary>The accumulator of byte i of the cut operand and byte j of the other.</summary>
    public int Part(int cut, int other) => (Apart ? cut : 0) * OtherParts + (OtherApart ? other : 0);

    /// <summary>The bytes that a part stands for; 0 for an operand that is not apart.</summary>
    public (int Cut, int Other) Bytes(int part) => (part / OtherParts, part % OtherParts);
}
