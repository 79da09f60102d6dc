using System.Numerics;

namespace WageSim.Isa.Execution.Elementwise;

/// <summary>Integers side by side in a host register: a kernel is written once over V, and runs at every width.</summary>
/// <typeparam name="V">The register.</typeparam>
/// <typeparam name="T">A lane: byte, short, int or long.</typeparam>
internal interface ILanes<V, T> :
    IAdditionOperators<V, V, V>, ISubtractionOperators<V, V, V>, IBitwiseOperators<V, V, V>, IShiftOperators<V, int, V>
    where V : struct, ILanes<V, T>
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    static abstract int Count { get; }

    /// <summary>The same value in every lane.</summary>
    static abstract V All(T value);

    /// <summary>0, 1, 2, …</summary>
    static abstract V Indices { get; }

    /// <summary>Lanes as they lie in memory.</summary>
    static abstract V Load(ref readonly byte source);

    // Narrower numbers, extended to int or long lanes (Unsigned8 to any).
    static abstract V Signed8(ref readonly byte source);
    static abstract V Unsigned8(ref readonly byte source);
    static abstract V Signed16(ref readonly byte source);
    static abstract V Unsigned16(ref readonly byte source);
    static abstract V Signed32(ref readonly byte source);

    void Store(ref byte target);

    // The lower bits of int or long lanes.
    void Store8(ref byte target);
    void Store16(ref byte target);
    void Store32(ref byte target);

    /// <summary>Products of long lanes that hold numbers of 32 bits with sign.</summary>
    static abstract V Product32(V a, V b);

    /// <summary>
    /// a / b of long lanes to nearest, halves to even: exact for |a| below 2^50 and b of 1…2^31 where it is below 2^19; larger ones, and
    /// those alone, stay above 2^19 with their sign.
    /// </summary>
    static abstract V NearestQuotient(V a, V b);

    // Long lanes as the bits of doubles.
    static abstract V RealSum(V a, V b);
    static abstract V RealProduct(V a, V b);

    static abstract V Min(V a, V b);
    static abstract V Max(V a, V b);

    // Comparisons set all bits of a lane, or none.
    static abstract V Equal(V a, V b);
    static abstract V Greater(V a, V b);

    static abstract V Select(V condition, V then, V otherwise);

    /// <summary>Whether any bit is set.</summary>
    static abstract bool Any(V v);

    T this[int lane] { get; }
}
