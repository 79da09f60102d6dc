namespace WageSim.Machine;

/// <summary>A point in time: chip clock cycles since the program started.</summary>
public readonly record struct Cycle(long Value) : IComparable<Cycle>
{
    /// <summary>The first cycle of a program.</summary>
    public static readonly Cycle Zero = new(0);

    /// <summary>Later than every other cycle; adding to it changes nothing.</summary>
    public static readonly Cycle Never = new(long.MaxValue);

    public static Cycle operator +(Cycle cycle, long cycles) => cycle == Never ? Never : new(cycle.Value + cycles);

    /// <summary>Cycles from the second to the first.</summary>
    public static long operator -(Cycle later, Cycle earlier) => later.Value - earlier.Value;

    public static bool operator <(Cycle a, Cycle b) => a.Value < b.Value;
    public static bool operator >(Cycle a, Cycle b) => a.Value > b.Value;
    public static bool operator <=(Cycle a, Cycle b) => a.Value <= b.Value;
    public static bool operator >=(Cycle a, Cycle b) => a.Value >= b.Value;

    /// <summary>The later of two.</summary>
    public static Cycle Max(Cycle a, Cycle b) => a.Value >= b.Value ? a : b;

    /// <summary>The earlier of two.</summary>
    public static Cycle Min(Cycle a, Cycle b) => a.Value <= b.Value ? a : b;

    public int CompareTo(Cycle other) => Value.CompareTo(other.Value);

    public override string ToString() => this == Never ? "never" : Value.ToString();
}
