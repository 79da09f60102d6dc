using System.Runtime.CompilerServices;

namespace WageSim.Machine;

/// <summary>One PE at a time, on a host without vectors.</summary>
internal readonly struct Lanes1(int lane) : ILanes<Lanes1>
{
    private readonly int lane = lane;

    public static int Count => 1;
    public static Lanes1 Load(ref int registers, nint at) => new(Unsafe.Add(ref registers, at));
    public static void Store(Lanes1 lanes, ref int registers, nint at) => Unsafe.Add(ref registers, at) = lanes.lane;
    public static Lanes1 All(int value) => new(value);
    public static Lanes1 Broadcast(ref int registers, nint at) => Load(ref registers, at);
    public static Lanes1 Widen(ref short operands, nint at) => new((ushort)Unsafe.Add(ref operands, at));
    public static Lanes1 ShiftIn(Lanes1 left, Lanes1 here) => left;
    public static Lanes1 MultiplyAdd(Lanes1 sum, Lanes1 x, Lanes1 y) => new(sum.lane + (short)x.lane * (short)y.lane);
    public static Lanes1 operator +(Lanes1 a, Lanes1 b) => new(a.lane + b.lane);
    public static Lanes1 operator &(Lanes1 a, Lanes1 b) => new(a.lane & b.lane);
    public static Lanes1 operator |(Lanes1 a, Lanes1 b) => new(a.lane | b.lane);
    public static Lanes1 operator ^(Lanes1 a, Lanes1 b) => new(a.lane ^ b.lane);
    public static Lanes1 Same(Lanes1 a, Lanes1 b) => new(a.lane == b.lane ? -1 : 0);
    public static Lanes1 Select(Lanes1 mask, Lanes1 then, Lanes1 otherwise) => new(mask.lane & then.lane | ~mask.lane & otherwise.lane);
    public static bool AnyBit(Lanes1 lanes, Lanes1 bits) => (lanes.lane & bits.lane) != 0;
    // One lane counts every PE of the array: not in units of the tag, which would overflow.
    public static Lanes1 CountUsed(Lanes1 count, Lanes1 a, Lanes1 b) => new(count.lane + ((a.lane & b.lane & Word.Used) >> Word.UsedShift));
    public static int Total(Lanes1 count) => count.lane;
}
