using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WageSim.Isa.Execution.Elementwise;

/// <summary>Registers of 256 bits, for hosts with AVX2.</summary>
internal readonly struct Lanes256<T>(Vector256<T> value) : ILanes<Lanes256<T>, T> where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    private readonly Vector256<T> value = value;

    public static int Count => Vector256<T>.Count;
    public static Lanes256<T> Indices => new(Vector256<T>.Indices);
    public T this[int lane] => value[lane];

    [MethodImpl(Inline)] public static Lanes256<T> All(T value) => new(Vector256.Create(value));
    [MethodImpl(Inline)] public static Lanes256<T> Load(ref readonly byte source) => new(Unsafe.ReadUnaligned<Vector256<T>>(in source));

    [MethodImpl(Inline)]
    public static Lanes256<T> Signed8(ref readonly byte source) => typeof(T) == typeof(int)
        ? Of(Avx2.ConvertToVector256Int32(LowBytes.Load(in source, Count).AsSByte()))
        : Of(Avx2.ConvertToVector256Int64(LowBytes.Load(in source, Count).AsSByte()));

    [MethodImpl(Inline)]
    public static Lanes256<T> Unsigned8(ref readonly byte source)
    {
        if (typeof(T) == typeof(byte)) return Load(in source);
        var bytes = LowBytes.Load(in source, Count);
        if (typeof(T) == typeof(short)) return Of(Avx2.ConvertToVector256Int16(bytes));
        return typeof(T) == typeof(int) ? Of(Avx2.ConvertToVector256Int32(bytes)) : Of(Avx2.ConvertToVector256Int64(bytes));
    }

    [MethodImpl(Inline)]
    public static Lanes256<T> Signed16(ref readonly byte source) => typeof(T) == typeof(int)
        ? Of(Avx2.ConvertToVector256Int32(LowBytes.Load(in source, 2 * Count).AsInt16()))
        : Of(Avx2.ConvertToVector256Int64(LowBytes.Load(in source, 2 * Count).AsInt16()));

    [MethodImpl(Inline)]
    public static Lanes256<T> Unsigned16(ref readonly byte source) => typeof(T) == typeof(int)
        ? Of(Avx2.ConvertToVector256Int32(LowBytes.Load(in source, 2 * Count).AsUInt16()))
        : Of(Avx2.ConvertToVector256Int64(LowBytes.Load(in source, 2 * Count).AsUInt16()));

    [MethodImpl(Inline)]
    public static Lanes256<T> Signed32(ref readonly byte source) => typeof(T) == typeof(int)
        ? Load(in source)
        : Of(Avx2.ConvertToVector256Int64(LowBytes.Load(in source, 4 * Count).AsInt32()));

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
        else Vector128.Narrow(value.GetLower().AsInt64(), value.GetUpper().AsInt64()).AsByte().StoreUnsafe(ref target);
    }

    [MethodImpl(Inline)] public static Lanes256<T> operator +(Lanes256<T> a, Lanes256<T> b) => new(a.value + b.value);
    [MethodImpl(Inline)] public static Lanes256<T> operator -(Lanes256<T> a, Lanes256<T> b) => new(a.value - b.value);
    [MethodImpl(Inline)] public static Lanes256<T> operator &(Lanes256<T> a, Lanes256<T> b) => new(a.value & b.value);
    [MethodImpl(Inline)] public static Lanes256<T> operator |(Lanes256<T> a, Lanes256<T> b) => new(a.value | b.value);
    [MethodImpl(Inline)] public static Lanes256<T> operator ^(Lanes256<T> a, Lanes256<T> b) => new(a.value ^ b.value);
    [MethodImpl(Inline)] public static Lanes256<T> operator ~(Lanes256<T> a) => new(~a.value);
    [MethodImpl(Inline)] public static Lanes256<T> operator <<(Lanes256<T> a, int shift) => new(a.value << shift);
    [MethodImpl(Inline)] public static Lanes256<T> operator >>(Lanes256<T> a, int shift) => new(a.value >> shift);
    [MethodImpl(Inline)] public static Lanes256<T> operator >>>(Lanes256<T> a, int shift) => new(a.value >>> shift);

    [MethodImpl(Inline)]
    public static Lanes256<T> Product32(Lanes256<T> a, Lanes256<T> b) => Of(Avx2.Multiply(a.value.AsInt32(), b.value.AsInt32()));

    [MethodImpl(Inline)]
    public static Lanes256<T> NearestQuotient(Lanes256<T> a, Lanes256<T> b)
    {
        Vector256<long> bits = Vector256.Create(RealQuotient.OriginBits);
        Vector256<double> origin = bits.AsDouble(), most = Vector256.Create(RealQuotient.Most);
        var quotient = ((a.value.AsInt64() + bits).AsDouble() - origin) / ((b.value.AsInt64() + bits).AsDouble() - origin);
        return Of((Vector256.Max(Vector256.Min(quotient, most), -most) + origin).AsInt64() - bits);
    }

    [MethodImpl(Inline)]
    public static Lanes256<T> RealSum(Lanes256<T> a, Lanes256<T> b) => Of(a.value.AsDouble() + b.value.AsDouble());

    [MethodImpl(Inline)]
    public static Lanes256<T> RealProduct(Lanes256<T> a, Lanes256<T> b) => Of(a.value.AsDouble() * b.value.AsDouble());

    [MethodImpl(Inline)] public static Lanes256<T> Min(Lanes256<T> a, Lanes256<T> b) => new(Vector256.Min(a.value, b.value));
    [MethodImpl(Inline)] public static Lanes256<T> Max(Lanes256<T> a, Lanes256<T> b) => new(Vector256.Max(a.value, b.value));
    [MethodImpl(Inline)] public static Lanes256<T> Equal(Lanes256<T> a, Lanes256<T> b) => new(Vector256.Equals(a.value, b.value));
    [MethodImpl(Inline)] public static Lanes256<T> Greater(Lanes256<T> a, Lanes256<T> b) => new(Vector256.GreaterThan(a.value, b.value));
    [MethodImpl(Inline)] public static Lanes256<T> Select(Lanes256<T> condition, Lanes256<T> then, Lanes256<T> otherwise) =>
        new(Vector256.ConditionalSelect(condition.value, then.value, otherwise.value));
    [MethodImpl(Inline)] public static bool Any(Lanes256<T> v) => v.value != Vector256<T>.Zero;

    /// <summary>The lower 16 bits of each lane; for long lanes twice.</summary>
    [MethodImpl(Inline)]
    private Vector128<short> Words()
    {
        if (typeof(T) == typeof(int)) return Vector128.Narrow(value.GetLower().AsInt32(), value.GetUpper().AsInt32());
        var halves = Vector128.Narrow(value.GetLower().AsInt64(), value.GetUpper().AsInt64());
        return Vector128.Narrow(halves, halves);
    }

    [MethodImpl(Inline)] private static Lanes256<T> Of<S>(Vector256<S> v) => new(v.As<S, T>());
}
