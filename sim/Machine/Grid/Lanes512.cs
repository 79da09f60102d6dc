using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WageSim.Machine;

/// <summary>Sixteen PEs: AVX-512.</summary>
internal readonly struct Lanes512(Vector512<int> lanes) : ILanes<Lanes512>
{
    private readonly Vector512<int> lanes = lanes;

    public static bool IsSupported => Avx512BW.IsSupported && Vector512.IsHardwareAccelerated;
    public static int Count => Vector512<int>.Count;
    public static Lanes512 Load(ref int registers, nint at) => new(Vector512.LoadUnsafe(ref Unsafe.Add(ref registers, at)));
    public static void Store(Lanes512 lanes, ref int registers, nint at) => lanes.lanes.StoreUnsafe(ref Unsafe.Add(ref registers, at));
    public static Lanes512 All(int value) => new(Vector512.Create(value));
    public static Lanes512 Broadcast(ref int registers, nint at) => new(Vector512.Create(Unsafe.Add(ref registers, at)));

    public static Lanes512 Widen(ref short operands, nint at) =>
        new(Avx512F.ConvertToVector512Int32(Vector256.LoadUnsafe(ref Operands(ref operands, at))));

    private static ref ushort Operands(ref short operands, nint at) => ref Unsafe.Add(ref Unsafe.As<short, ushort>(ref operands), at);

    public static Lanes512 ShiftIn(Lanes512 left, Lanes512 here) =>
        new(Avx512F.AlignRight32(here.lanes, left.lanes, 15));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 MultiplyAdd(Lanes512 sum, Lanes512 x, Lanes512 y) =>
        new(sum.lanes + Avx512BW.MultiplyAddAdjacent((x.lanes & Vector512.Create(Word.Operand)).AsInt16(), y.lanes.AsInt16()));

    public static Lanes512 operator +(Lanes512 a, Lanes512 b) => new(a.lanes + b.lanes);
    public static Lanes512 operator &(Lanes512 a, Lanes512 b) => new(a.lanes & b.lanes);
    public static Lanes512 operator |(Lanes512 a, Lanes512 b) => new(a.lanes | b.lanes);
    public static Lanes512 operator ^(Lanes512 a, Lanes512 b) => new(a.lanes ^ b.lanes);
    public static Lanes512 Same(Lanes512 a, Lanes512 b) => new(Vector512.Equals(a.lanes, b.lanes));

    public static Lanes512 Select(Lanes512 mask, Lanes512 then, Lanes512 otherwise) =>
        new(Vector512.ConditionalSelect(mask.lanes, then.lanes, otherwise.lanes));

    public static bool AnyBit(Lanes512 lanes, Lanes512 bits) => (lanes.lanes & bits.lanes) != Vector512<int>.Zero;

    public static Lanes512 CountUsed(Lanes512 count, Lanes512 a, Lanes512 b) =>
        new(count.lanes + Avx512F.TernaryLogic(a.lanes, b.lanes, Vector512.Create(Word.Used), 0x80));

    public static int Total(Lanes512 count) => Vector512.Sum(count.lanes >>> Word.UsedShift);
}
