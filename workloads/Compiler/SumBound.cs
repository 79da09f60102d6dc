namespace WageSim.Workloads.Compiler;

/// <summary>The worst case of a layer's sum in one phase, from the largest codes of its operands and the number of its terms.</summary>
/// <param name="Layer">conv0, fc1, …</param>
/// <param name="Phase">forward, error or gradient.</param>
/// <param name="CutBits">Bits of the operand whose bytes can be summed apart.</param>
/// <param name="CutCode">That operand's largest code.</param>
/// <param name="OtherBits">Bits of the other operand.</param>
/// <param name="OtherCode">The other operand's largest code.</param>
/// <param name="Terms">Products that may differ from zero.</param>
/// <param name="Plus">What is added to the sum at most: the target of the last layer's loss.</param>
/// <param name="Limit">The largest magnitude that an accumulator may reach.</param>
public sealed record SumBound(
    string Layer, string Phase, int CutBits, long CutCode, int OtherBits, long OtherCode, long Terms, long Plus, long Limit)
{
    /// <summary>The largest magnitude that the sum can have.</summary>
    public Int128 Worst => (Int128)CutCode * OtherCode * Terms + Plus;

    /// <summary>Bits of a signed number that holds it.</summary>
    public int SignedBits
    {
        get
        {
            int bits = 1;
            for (var rest = Worst; rest > 0; rest >>= 1) bits++;
            return bits;
        }
    }

    /// <summary>Whether accumulators may overflow, so that the whole sum is a word of 64 bits.</summary>
    public bool Wide => Worst > Limit;

    /// <summary>Bytes of the word that holds the whole sum.</summary>
    public int WordBytes => Wide ? 8 : 4;

    /// <summary>The ways to hold the sum exactly, those with fewer commands first; none where not even one term fits.</summary>
    public IEnumerable<SumForm> Forms
    {
        get
        {
            if (!Wide)
            {
                yield return new(false, false, Terms);
                yield break;
            }
            // Apart, the low byte, 0…255, is the largest part; what is above it reaches -2^(bits-9), and the other's is held doubled.
            long cut = Part(CutBits - 9), other = Part(OtherBits - 8);
            SumForm[] forms =
            [
                new(true, false, CutBits > 8 ? Limit / (cut * OtherCode) : 0), new(false, false, Limit / (CutCode * OtherCode)),
                new(false, true, OtherBits > 8 ? Limit / (CutCode * other) : 0),
                new(true, true, CutBits > 8 && OtherBits > 8 ? Limit / (cut * other) : 0),
            ];
            foreach (var form in forms)
                if (form.TermsAtOnce > 0) yield return form;
        }
    }

    private static long Part(int topBits) => Math.Max(byte.MaxValue, 1L << Math.Max(0, topBits));

    /// <summary>The same sum over other numbers of terms.</summary>
    public SumBound Of(long terms) => this with { Terms = terms };
}
