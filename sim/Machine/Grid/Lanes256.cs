using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WageSim.Machine;

/// <summary>Eight PEs: AVX2.</summary>
internal readonly struct Lanes256(Vector256<int> lanes) : ILanes<Lanes256>
{
    private readonly Vector256<int> lanes = lanes;

    public static bool IsSupported => Avx2.IsSupported;
    public static int Count => Vector256<int>.Count;
    public static Lanes256 Load(ref int registers, nint at) => new(Vector256.LoadUnsafe(ref Unsafe.Add(ref registers, at)));
    public static void Store(Lanes256 lanes, ref int registers, nint at) => lanes.lanes.StoreUnsafe(ref Unsafe.Add(ref registers, at));
    public static Lanes256 All(int value) => new(Vector256.Create(value));
    public static Lanes256 Broadcast(ref int registers, nint at) => new(Vector256.Create(Unsafe.Add(ref registers, at)));

    public static Lanes256 Widen(ref short operands, nint at) =>
        new(Avx2.ConvertToVector256Int32(Vector128.LoadUnsafe(ref Operands(ref operands, at))));

    private static ref ushort Operands(ref short operands, nint at) => ref Unsafe.Add(ref Unsafe.As<short, ushort>(ref operands), at);

    public static Lanes256 ShiftIn(Lanes256 left, Lanes256 here) =>
        new(Avx2.AlignRight(here.lanes, Avx2.Permute2x128(left.lanes, here.lanes, 0x21), 12));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 MultiplyAdd(Lanes256 sum, Lanes256 x, Lanes256 y) =>
        new(sum.lanes + Avx2.MultiplyAddAdjacent((x.lanes & Vector256.Create(Word.Operand)).AsInt16(), y.lanes.AsInt16()));

    public static Lanes256 operator +(Lanes256 a, Lanes256 b) => new(a.lanes + b.lanes);
    public static Lanes256 operator &(Lanes256 a, Lanes256 b) => new(a.lanes & b.lanes);
    public static Lanes256 operator |(Lanes256 a, Lanes256 b) => new(a.lanes | b.lanes);
    public static Lanes256 operator ^(Lanes256 a, Lanes256 b) => new(a.lanes ^ b.lanes);
    public static Lanes256 Same(Lanes256 a, Lanes256 b) => new(Vector256.Equals(a.lanes, b.lanes));

    public static Lanes256 Select(Lanes256 mask, Lanes256 then, Lanes256 otherwise) =>
        new(Vector256.ConditionalSelect(mask.lanes, then.lanes, otherwise.lanes));

    public static bool AnyBit(Lanes256 lanes, Lanes256 bits) => (lanes.lanes & bits.lanes) != Vector256<int>.Zero;

    public static Lanes256 CountUsed(Lanes256 count, Lanes256 a, Lanes256 b) =>
        new(count.lanes + (a.lanes & b.lanes & Vector256.Create(Word.Used)));

    public static int Total(Lanes256 count) => Vector256.Sum(count.lanes >>> Word.UsedShift);
}
