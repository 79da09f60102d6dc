using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WageSim.Isa.Execution.Elementwise;

/// <summary>Registers of 512 bits, for hosts with AVX-512.</summary>
internal readonly struct Lanes512<T>(Vector512<T> value) : ILanes<Lanes512<T>, T> where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    private readonly Vector512<T> value = value;

    public static int Count => Vector512<T>.Count;
    public static Lanes512<T> Indices => new(Vector512<T>.Indices);
    public T this[int lane] => value[lane];

    [MethodImpl(Inline)] public static Lanes512<T> All(T value) => new(Vector512.Create(value));
    [MethodImpl(Inline)] public static Lanes512<T> Load(ref readonly byte source) => new(Unsafe.ReadUnaligned<Vector512<T>>(in source));

    [MethodImpl(Inline)]
    public static Lanes512<T> Signed8(ref readonly byte source) => typeof(T) == typeof(int)
        ? Of(Avx512F.ConvertToVector512Int32(LowBytes.Load(in source, Count).AsSByte()))
        : Of(Avx512F.ConvertToVector512Int64(LowBytes.Load(in source, Count).AsSByte()));

    [MethodImpl(Inline)]
    public static Lanes512<T> Unsigned8(ref readonly byte source)
    {
        if (typeof(T) == typeof(byte)) return Load(in source);
        if (typeof(T) == typeof(short))
            return Of(Avx512BW.ConvertToVector512Int16(Unsafe.ReadUnaligned<Vector256<byte>>(in source)));
        var bytes = LowBytes.Load(in source, Count);
        return typeof(T) == typeof(int) ? Of(Avx512F.ConvertToVector512Int32(bytes)) : Of(Avx512F.ConvertToVector512Int64(bytes));
    }

    [MethodImpl(Inline)]
    public static Lanes512<T> Signed16(ref readonly byte source) => typeof(T) == typeof(int)
        ? Of(Avx512F.ConvertToVector512Int32(Unsafe.ReadUnaligned<Vector256<short>>(in source)))
        : Of(Avx512F.ConvertToVector512Int64(Unsafe.ReadUnaligned<Vector128<short>>(in source)));

    [MethodImpl(Inline)]
    public static Lanes512<T> Unsigned16(ref readonly byte source) => typeof(T) == typeof(int)
        ? Of(Avx512F.ConvertToVector512Int32(Unsafe.ReadUnaligned<Vector256<ushort>>(in source)))
        : Of(Avx512F.ConvertToVector512Int64(Unsafe.ReadUnaligned<Vector128<ushort>>(in source)));

    [MethodImpl(Inline)]
    public static Lanes512<T> Signed32(ref readonly byte source) => typeof(T) == typeof(int)
        ? Load(in source)
        : Of(Avx512F.ConvertToVector512Int64(Unsafe.ReadUnaligned<Vector256<int>>(in source)));

    [MethodImpl(Inline)] public void Store(ref byte target) => Unsafe.WriteUnaligned(ref target, value);

    [MethodImpl(Inline)]
    public void Store8(ref byte target)
    {
        if (typeof(T) == typeof(int)) Avx512F.ConvertToVector128Byte(value.AsInt32()).StoreUnsafe(ref target);
        else LowBytes.Store(Avx512F.ConvertToVector128Byte(value.AsInt64()), ref target, Count);
    }

    [MethodImpl(Inline)]
    public void Store16(ref byte target)
    {
        if (typeof(T) == typeof(int)) Avx512F.ConvertToVector256Int16(value.AsInt32()).AsByte().StoreUnsafe(ref target);
        else Avx512F.ConvertToVector128Int16(value.AsInt64()).AsByte().StoreUnsafe(ref target);
    }

    [MethodImpl(Inline)]
    public void Store32(ref byte target)
    {
        if (typeof(T) == typeof(int)) Store(ref target);
        else Avx512F.ConvertToVector256Int32(value.AsInt64()).AsByte().StoreUnsafe(ref target);
    }

    [MethodImpl(Inline)] public static Lanes512<T> operator +(Lanes512<T> a, Lanes512<T> b) => new(a.value + b.value);
    [MethodImpl(Inline)] public static Lanes512<T> operator -(Lanes512<T> a, Lanes512<T> b) => new(a.value - b.value);
    [MethodImpl(Inline)] public static Lanes512<T> operator &(Lanes512<T> a, Lanes512<T> b) => new(a.value & b.value);
    [MethodImpl(Inline)] public static Lanes512<T> operator |(Lanes512<T> a, Lanes512<T> b) => new(a.value | b.value);
    [MethodImpl(Inline)] public static Lanes512<T> operator ^(Lanes512<T> a, Lanes512<T> b) => new(a.value ^ b.value);
    [MethodImpl(Inline)] public static Lanes512<T> operator ~(Lanes512<T> a) => new(~a.value);
    [MethodImpl(Inline)] public static Lanes512<T> operator <<(Lanes512<T> a, int shift) => new(a.value << shift);
    [MethodImpl(Inline)] public static Lanes512<T> operator >>(Lanes512<T> a, int shift) => new(a.value >> shift);
    [MethodImpl(Inline)] public static Lanes512<T> operator >>>(Lanes512<T> a, int shift) => new(a.value >>> shift);

    [MethodImpl(Inline)]
    public static Lanes512<T> Product32(Lanes512<T> a, Lanes512<T> b) => Of(Avx512F.Multiply(a.value.AsInt32(), b.value.AsInt32()));

    [MethodImpl(Inline)]
    public static Lanes512<T> NearestQuotient(Lanes512<T> a, Lanes512<T> b)
    {
        Vector512<long> bits = Vector512.Create(RealQuotient.OriginBits);
        Vector512<double> origin = bits.AsDouble(), most = Vector512.Create(RealQuotient.Most);
        var quotient = ((a.value.AsInt64() + bits).AsDouble() - origin) / ((b.value.AsInt64() + bits).AsDouble() - origin);
        return Of((Vector512.Max(Vector512.Min(quotient, most), -most) + origin).AsInt64() - bits);
    }

    [MethodImpl(Inline)]
    public static Lanes512<T> RealSum(Lanes512<T> a, Lanes512<T> b) => Of(a.value.AsDouble() + b.value.AsDouble());

    [MethodImpl(Inline)]
    public static Lanes512<T> RealProduct(Lanes512<T> a, Lanes512<T> b) => Of(a.value.AsDouble() * b.value.AsDouble());

    [MethodImpl(Inline)] public static Lanes512<T> Min(Lanes512<T> a, Lanes512<T> b) => new(Vector512.Min(a.value, b.value));
    [MethodImpl(Inline)] public static Lanes512<T> Max(Lanes512<T> a, Lanes512<T> b) => new(Vector512.Max(a.value, b.value));
    [MethodImpl(Inline)] public static Lanes512<T> Equal(Lanes512<T> a, Lanes512<T> b) => new(Vector512.Equals(a.value, b.value));
    [MethodImpl(Inline)] public static Lanes512<T> Greater(Lanes512<T> a, Lanes512<T> b) => new(Vector512.GreaterThan(a.value, b.value));
    [MethodImpl(Inline)] public static Lanes512<T> Select(Lanes512<T> condition, Lanes512<T> then, Lanes512<T> otherwise) =>
        new(Vector512.ConditionalSelect(condition.value, then.value, otherwise.value));
    [MethodImpl(Inline)] public static bool Any(Lanes512<T> v) => v.value != Vector512<T>.Zero;

    [MethodImpl(Inline)] private static Lanes512<T> Of<S>(Vector512<S> v) => new(v.As<S, T>());
}
