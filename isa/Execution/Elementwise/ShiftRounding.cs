using System.Numerics;
using System.Runtime.CompilerServices;

namespace WageSim.Isa.Execution.Elementwise;

/// <summary>The right shifts of block formats, of lanes that have more bits than the shift.</summary>
internal readonly struct ShiftRounding<V, T>
    where V : struct, ILanes<V, T>
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    private readonly V fraction, low, one;
    private readonly int shift, half, odd;
    private readonly bool pseudo;

    public ShiftRounding(int shift, bool pseudo)
    {
        (this.shift, half, odd, this.pseudo) = (shift, shift / 2, shift % 2, pseudo);
        (fraction, low, one) = (Ones(shift), Ones(half), V.All(T.One));
    }

    /// <summary>x · 2^-shift, halves away from zero or pseudo-stochastically; x itself if the shift is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Round(V x)
    {
        if (shift == 0) return x;
        // The magnitude of the lowest number has no sign bit to spare: it is shifted as one without sign.
        V negative = x >> 8 * Unsafe.SizeOf<T>() - 1, magnitude = (x ^ negative) - negative, rest = magnitude & fraction;
        V rounded = pseudo
            ? (magnitude >>> shift) - V.Greater(rest >>> half, (rest & low) << odd)
            : (magnitude >>> shift) + (magnitude >>> shift - 1 & one);
        return (rounded ^ negative) - negative;
    }

    private static V Ones(int bits) => V.All(T.CreateTruncating((1UL << bits) - 1));
}
