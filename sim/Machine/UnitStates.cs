using System.Collections;
using WageSim.Isa;

namespace WageSim.Machine;

/// <summary>Cycles of the sequencer and of each unit in each state, in the order of UnitState: a table with +, − and scaling.</summary>
public sealed class UnitStates(IEnumerable<KeyValuePair<Unit, long[]>> cycles)
    : IEnumerable<KeyValuePair<Unit, long[]>>, IEquatable<UnitStates>
{
    private readonly SortedDictionary<Unit, long[]> cycles = new(cycles.ToDictionary());

    public long[] this[Unit unit] => cycles[unit];

    public IEnumerable<Unit> Keys => cycles.Keys;

    public IEnumerable<long[]> Values => cycles.Values;

    public int Count => cycles.Count;

    public static UnitStates operator +(UnitStates a, UnitStates b) => a.Combine(b, (x, y) => checked(x + y));

    public static UnitStates operator -(UnitStates a, UnitStates b) => a.Combine(b, (x, y) => checked(x - y));

    public static UnitStates operator *(UnitStates a, long times) => a.Combine(a, (x, _) => checked(x * times));

    public bool Equals(UnitStates? other) =>
        other is not null && Count == other.Count
        && cycles.All(unit => other.cycles.TryGetValue(unit.Key, out long[]? same) && unit.Value.AsSpan().SequenceEqual(same));

    public override bool Equals(object? obj) => Equals(obj as UnitStates);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var (unit, states) in cycles)
        {
            hash.Add(unit);
            foreach (long state in states) hash.Add(state);
        }
        return hash.ToHashCode();
    }

    public IEnumerator<KeyValuePair<Unit, long[]>> GetEnumerator() => cycles.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The states that units were in, such as "Array0: Busy 12, Idle 3".</summary>
    public override string ToString() => string.Join("; ", cycles.Select(unit => $"{unit.Key}: " + string.Join(", ",
        unit.Value.Select((count, state) => (count, state)).Where(entry => entry.count != 0)
            .Select(entry => $"{(UnitState)entry.state} {entry.count}"))));

    // Tables of the same units, which all of one chip are.
    private UnitStates Combine(UnitStates other, Func<long, long, long> operation) =>
        new(cycles.Select(unit => KeyValuePair.Create(unit.Key, unit.Value.Zip(other[unit.Key], operation).ToArray())));
}
