using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace WageSim.Isa.Execution.Elementwise;

/// <summary>Registers of 128 bits: SSE, Arm64 and others, by portable operations only.</summary>
internal readonly struct Lanes128<T>(Vector128<T> value) : ILanes<Lanes128<T>, T> where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    private readonly Vector128<T> value = value;

    public static int Count => Vector128<T>.Count;
    public static Lanes128<T> Indices => new(Vector128<T>.Indices);
    public T this[int lane] => value[lane];

    [MethodImpl(Inline)] public static Lanes128<T> All(T value) => new(Vector128.Create(value));
    [MethodImpl(Inline)] public static Lanes128<T> Load(ref readonly byte source) => new(Unsafe.ReadUnaligned<Vector128<T>>(in source));

    [MethodImpl(Inline)]
    public static Lanes128<T> Signed8(ref readonly byte source) =>
        FromShorts(Vector128.WidenLower(LowBytes.Load(in source, Count).AsSByte()));

    [MethodImpl(Inline)]
    public static Lanes128<T> Unsigned8(ref readonly byte source)
    {
        if (typeof(T) == typeof(byte)) return Load(in source);
        var words = Vector128.WidenLower(LowBytes.Load(in source, Count)).AsInt16();
        return typeof(T) == typeof(short) ? Of(words) : FromShorts(words);
    }

    [MethodImpl(Inline)]
    public static Lanes128<T> Signed16(ref readonly byte source) => FromShorts(LowBytes.Load(in source, 2 * Count).AsInt16());

    [MethodImpl(Inline)]
    public static Lanes128<T> Unsigned16(ref readonly byte source)
    {
        var words = Vector128.WidenLower(LowBytes.Load(in source, 2 * Count).AsUInt16());
        return typeof(T) == typeof(int) ? Of(words) : Of(Vector128.WidenLower(words));
    }

    [MethodImpl(Inline)]
    public static Lanes128<T> Signed32(ref readonly byte source) => typeof(T) == typeof(int)
        ? Load(in source)
        : Of(Vector128.WidenLower(LowBytes.Load(in source, 4 * Count).AsInt32()));

    [MethodImpl(Inline)] public void Store(ref byte target) => Unsafe.WriteUnaligned(ref target, value);

    [MethodImpl(Inline)]
    public void Store8(ref byte target)
    {
        var words = Words();
        LowBytes.Store(Vector128.Narrow(words, words).AsByte(), ref target, Count);
    }

    [MethodImpl(Inline)] public void Store16(ref byte target) => LowBytes.Store(Words().AsByte(), ref target, 2 * Count);

    [MethodImpl(Inline)]
    public void Store32(ref byte target)
    {
        if (typeof(T) == typeof(int)) Store(ref target);
        else LowBytes.Store(Vector128.Narrow(value.AsInt64(), value.AsInt64()).AsByte(), ref target, 4 * Count);
    }

    [MethodImpl(Inline)] public static Lanes128<T> operator +(Lanes128<T> a, Lanes128<T> b) => new(a.value + b.value);
    [MethodImpl(Inline)] public static Lanes128<T> operator -(Lanes128<T> a, Lanes128<T> b) => new(a.value - b.value);
    [MethodImpl(Inline)] public static Lanes128<T> operator &(Lanes128<T> a, Lanes128<T> b) => new(a.value & b.value);
    [MethodImpl(Inline)] public static Lanes128<T> operator |(Lanes128<T> a, Lanes128<T> b) => new(a.value | b.value);
    [MethodImpl(Inline)] public static Lanes128<T> operator ^(Lanes128<T> a, Lanes128<T> b) => new(a.value ^ b.value);
    [MethodImpl(Inline)] public static Lanes128<T> operator ~(Lanes128<T> a) => new(~a.value);
    [MethodImpl(Inline)] public static Lanes128<T> operator <<(Lanes128<T> a, int shift) => new(a.value << shift);
    [MethodImpl(Inline)] public static Lanes128<T> operator >>(Lanes128<T> a, int shift) => new(a.value >> shift);
    [MethodImpl(Inline)] public static Lanes128<T> operator >>>(Lanes128<T> a, int shift) => new(a.value >>> shift);

    [MethodImpl(Inline)]
    public static Lanes128<T> Product32(Lanes128<T> a, Lanes128<T> b) => Of(a.value.AsInt64() * b.value.AsInt64());

    [MethodImpl(Inline)]
    public static Lanes128<T> NearestQuotient(Lanes128<T> a, Lanes128<T> b)
    {
        Vector128<long> bits = Vector128.Create(RealQuotient.OriginBits);
        Vector128<double> origin = bits.AsDouble(), most = Vector128.Create(RealQuotient.Most);
        var quotient = ((a.value.AsInt64() + bits).AsDouble() - origin) / ((b.value.AsInt64() + bits).AsDouble() - origin);
        return Of((Vector128.Max(Vector128.Min(quotient, most), -most) + origin).AsInt64() - bits);
    }

    [MethodImpl(Inline)]
    public static Lanes128<T> RealSum(Lanes128<T> a, Lanes128<T> b) => Of(a.value.AsDouble() + b.value.AsDouble());

    [MethodImpl(Inline)]
    public static Lanes128<T> RealProduct(Lanes128<T> a, Lanes128<T> b) => Of(a.value.AsDouble() * b.value.AsDouble());

    [MethodImpl(Inline)] public static Lanes128<T> Min(Lanes128<T> a, Lanes128<T> b) => new(Vector128.Min(a.value, b.value));
    [MethodImpl(Inline)] public static Lanes128<T> Max(Lanes128<T> a, Lanes128<T> b) => new(Vector128.Max(a.value, b.value));
    [MethodImpl(Inline)] public static Lanes128<T> Equal(Lanes128<T> a, Lanes128<T> b) => new(Vector128.Equals(a.value, b.value));
    [MethodImpl(Inline)] public static Lanes128<T> Greater(Lanes128<T> a, Lanes128<T> b) => new(Vector128.GreaterThan(a.value, b.value));
    [MethodImpl(Inline)] public static Lanes128<T> Select(Lanes128<T> condition, Lanes128<T> then, Lanes128<T> otherwise) =>
        new(Vector128.ConditionalSelect(condition.value, then.value, otherwise.value));
    [MethodImpl(Inline)] public static bool Any(Lanes128<T> v) => v.value != Vector128<T>.Zero;

    [MethodImpl(Inline)]
    private static Lanes128<T> FromShorts(Vector128<short> words)
    {
        var ints = Vector128.WidenLower(words);
        return typeof(T) == typeof(int) ? Of(ints) : Of(Vector128.WidenLower(ints));
    }

    [MethodImpl(Inline)]
    private Vector128<short> Words()
    {
        var ints = typeof(T) == typeof(int) ? value.AsInt32() : Vector128.Narrow(value.AsInt64(), value.AsInt64());
        return Vector128.Narrow(ints, ints);
    }

    [MethodImpl(Inline)] private static Lanes128<T> Of<S>(Vector128<S> v) => new(v.As<S, T>());
}
