namespace WageSim.Workloads.Compiler;

/// <summary>How 32-bit accumulators hold a sum: whole, or the two bytes of an operand apart; all of its terms, or some at a time.</summary>
/// <param name="Parts">1; or 2, one for each byte of the operand that is cut, joined by the vector unit.</param>
/// <param name="TermsAtOnce">Terms after which the accumulators may be full, and are added to words of 64 bits.</param>
public readonly record struct SumForm(int Parts, long TermsAtOnce)
{
    /// <summary>Whether the bytes are summed apart.</summary>
    public bool Apart => Parts > 1;
}
