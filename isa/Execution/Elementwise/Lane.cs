using System.Numerics;
using System.Runtime.CompilerServices;

namespace WageSim.Isa.Execution.Elementwise;

/// <summary>One lane: what wider registers leave over, and hosts without any.</summary>
internal readonly struct Lane<T>(T value) : ILanes<Lane<T>, T> where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    private readonly T value = value;

    public static int Count => 1;
    public static Lane<T> Indices => new(T.Zero);
    public T this[int lane] => value;

    [MethodImpl(Inline)] public static Lane<T> All(T value) => new(value);
    [MethodImpl(Inline)] public static Lane<T> Load(ref readonly byte source) => new(Unsafe.ReadUnaligned<T>(in source));
    [MethodImpl(Inline)] public static Lane<T> Signed8(ref readonly byte source) => new(T.CreateTruncating((sbyte)source));
    [MethodImpl(Inline)] public static Lane<T> Unsigned8(ref readonly byte source) => new(T.CreateTruncating(source));
    [MethodImpl(Inline)] public static Lane<T> Signed16(ref readonly byte source) => From<short>(in source);
    [MethodImpl(Inline)] public static Lane<T> Unsigned16(ref readonly byte source) => From<ushort>(in source);
    [MethodImpl(Inline)] public static Lane<T> Signed32(ref readonly byte source) => From<int>(in source);

    [MethodImpl(Inline)] public void Store(ref byte target) => Unsafe.WriteUnaligned(ref target, value);
    [MethodImpl(Inline)] public void Store8(ref byte target) => target = byte.CreateTruncating(value);
    [MethodImpl(Inline)] public void Store16(ref byte target) => Unsafe.WriteUnaligned(ref target, short.CreateTruncating(value));
    [MethodImpl(Inline)] public void Store32(ref byte target) => Unsafe.WriteUnaligned(ref target, int.CreateTruncating(value));

    [MethodImpl(Inline)] public static Lane<T> operator +(Lane<T> a, Lane<T> b) => new(unchecked(a.value + b.value));
    [MethodImpl(Inline)] public static Lane<T> operator -(Lane<T> a, Lane<T> b) => new(unchecked(a.value - b.value));
    [MethodImpl(Inline)] public static Lane<T> operator &(Lane<T> a, Lane<T> b) => new(a.value & b.value);
    [MethodImpl(Inline)] public static Lane<T> operator |(Lane<T> a, Lane<T> b) => new(a.value | b.value);
    [MethodImpl(Inline)] public static Lane<T> operator ^(Lane<T> a, Lane<T> b) => new(a.value ^ b.value);
    [MethodImpl(Inline)] public static Lane<T> operator ~(Lane<T> a) => new(~a.value);
    [MethodImpl(Inline)] public static Lane<T> operator <<(Lane<T> a, int shift) => new(a.value << shift);
    [MethodImpl(Inline)] public static Lane<T> operator >>(Lane<T> a, int shift) => new(a.value >> shift);
    [MethodImpl(Inline)] public static Lane<T> operator >>>(Lane<T> a, int shift) => new(a.value >>> shift);

    [MethodImpl(Inline)] public static Lane<T> Product32(Lane<T> a, Lane<T> b) => new(a.value * b.value);
    [MethodImpl(Inline)] public static Lane<T> NearestQuotient(Lane<T> a, Lane<T> b) =>
        new(T.CreateTruncating(RealQuotient.Nearest(long.CreateTruncating(a.value), long.CreateTruncating(b.value))));

    [MethodImpl(Inline)] public static Lane<T> RealSum(Lane<T> a, Lane<T> b) => OfReal(Real(a) + Real(b));
    [MethodImpl(Inline)] public static Lane<T> RealProduct(Lane<T> a, Lane<T> b) => OfReal(Real(a) * Real(b));

    [MethodImpl(Inline)] public static Lane<T> Min(Lane<T> a, Lane<T> b) => new(T.Min(a.value, b.value));
    [MethodImpl(Inline)] public static Lane<T> Max(Lane<T> a, Lane<T> b) => new(T.Max(a.value, b.value));
    [MethodImpl(Inline)] public static Lane<T> Equal(Lane<T> a, Lane<T> b) => new(a.value == b.value ? ~T.Zero : T.Zero);
    [MethodImpl(Inline)] public static Lane<T> Greater(Lane<T> a, Lane<T> b) => new(a.value > b.value ? ~T.Zero : T.Zero);
    [MethodImpl(Inline)] public static Lane<T> Select(Lane<T> condition, Lane<T> then, Lane<T> otherwise) =>
        new(condition.value & then.value | ~condition.value & otherwise.value);
    [MethodImpl(Inline)] public static bool Any(Lane<T> v) => v.value != T.Zero;

    [MethodImpl(Inline)] private static double Real(Lane<T> a) => BitConverter.Int64BitsToDouble(long.CreateTruncating(a.value));
    [MethodImpl(Inline)] private static Lane<T> OfReal(double real) => new(T.CreateTruncating(BitConverter.DoubleToInt64Bits(real)));
    [MethodImpl(Inline)] private static Lane<T> From<S>(ref readonly byte source) where S : unmanaged, INumberBase<S> =>
        new(T.CreateTruncating(Unsafe.ReadUnaligned<S>(in source)));
}
