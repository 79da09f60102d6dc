using System.Runtime.CompilerServices;

namespace WageSim.Isa.Execution.Elementwise;

/// <summary>Quotients of whole numbers in double precision.</summary>
/// <remarks>
/// With b up to 2^31 a quotient is half a whole number or at least 2^-32 away from it, and below 2^19 doubles are 2^-34 apart or closer:
/// the rounded quotient is such a half only where the exact one is, and lies on the same side of it. Rounding it once more to whole
/// numbers, halves to even, therefore rounds the exact one.
/// </remarks>
internal static class RealQuotient
{
    /// <summary>1.5 · 2^52: doubles around it are the whole numbers, and as bits they count up by ones.</summary>
    public const double Origin = 3L << 51;

    /// <summary>Its bits.</summary>
    public const long OriginBits = 0x4338_0000_0000_0000;

    /// <summary>Quotients are clipped to it: their sum with the origin stays near it.</summary>
    public const double Most = 1 << 20;

    /// <summary>Doubles, as bits, of whole numbers below 2^51.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Real<V>(V whole) where V : struct, ILanes<V, long> =>
        V.RealSum(whole + V.All(OriginBits), V.All(BitConverter.DoubleToInt64Bits(-Origin)));

    public static long Nearest(long a, long b) => (long)Math.Round(Math.Clamp((double)a / b, -Most, Most));
}
