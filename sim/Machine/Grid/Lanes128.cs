using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace WageSim.Machine;

/// <summary>Four PEs, on any host with vectors.</summary>
internal readonly struct Lanes128(Vector128<int> lanes) : ILanes<Lanes128>
{
    private readonly Vector128<int> lanes = lanes;

    public static bool IsSupported => Vector128.IsHardwareAccelerated;
    public static int Count => Vector128<int>.Count;
    public static Lanes128 Load(ref int registers, nint at) => new(Vector128.LoadUnsafe(ref Unsafe.Add(ref registers, at)));
    public static void Store(Lanes128 lanes, ref int registers, nint at) => lanes.lanes.StoreUnsafe(ref Unsafe.Add(ref registers, at));
    public static Lanes128 All(int value) => new(Vector128.Create(value));
    public static Lanes128 Broadcast(ref int registers, nint at) => new(Vector128.Create(Unsafe.Add(ref registers, at)));

    public static Lanes128 Widen(ref short operands, nint at) =>
        new(Vector128.WidenLower(Vector64.LoadUnsafe(ref Operands(ref operands, at)).ToVector128()).AsInt32());

    private static ref ushort Operands(ref short operands, nint at) => ref Unsafe.Add(ref Unsafe.As<short, ushort>(ref operands), at);

    public static Lanes128 ShiftIn(Lanes128 left, Lanes128 here) =>
        new(Vector128.Shuffle(here.lanes, Vector128.Create(0, 0, 1, 2)).WithElement(0, left.lanes.GetElement(3)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 MultiplyAdd(Lanes128 sum, Lanes128 x, Lanes128 y) =>
        new(sum.lanes + (x.lanes << 16 >> 16) * (y.lanes << 16 >> 16));

    public static Lanes128 operator +(Lanes128 a, Lanes128 b) => new(a.lanes + b.lanes);
    public static Lanes128 operator &(Lanes128 a, Lanes128 b) => new(a.lanes & b.lanes);
    public static Lanes128 operator |(Lanes128 a, Lanes128 b) => new(a.lanes | b.lanes);
    public static Lanes128 operator ^(Lanes128 a, Lanes128 b) => new(a.lanes ^ b.lanes);
    public static Lanes128 Same(Lanes128 a, Lanes128 b) => new(Vector128.Equals(a.lanes, b.lanes));

    public static Lanes128 Select(Lanes128 mask, Lanes128 then, Lanes128 otherwise) =>
        new(Vector128.ConditionalSelect(mask.lanes, then.lanes, otherwise.lanes));

    public static bool AnyBit(Lanes128 lanes, Lanes128 bits) => (lanes.lanes & bits.lanes) != Vector128<int>.Zero;

    public static Lanes128 CountUsed(Lanes128 count, Lanes128 a, Lanes128 b) =>
        new(count.lanes + (a.lanes & b.lanes & Vector128.Create(Word.Used)));

    public static int Total(Lanes128 count) => Vector128.Sum(count.lanes >>> Word.UsedShift);
}
