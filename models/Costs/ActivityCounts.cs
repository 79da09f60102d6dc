using System.Collections;

namespace WageSim.Models.Costs;

/// <summary>How often each activity happened: a vector with +, − and scaling, so no sum can forget an activity.</summary>
public sealed class ActivityCounts : IEquatable<ActivityCounts>, IEnumerable<KeyValuePair<Activity, long>>
{
    private readonly long[] counts = new long[Activities.All.Count];

    public long this[Activity activity]
    {
        get => counts[(int)activity];
        set => counts[(int)activity] = value;
    }

    /// <summary>Counts n more; an overflow is an error.</summary>
    public void Add(Activity activity, long n) => counts[(int)activity] = checked(counts[(int)activity] + n);

    /// <summary>The counts so far, on their own.</summary>
    public ActivityCounts Snapshot()
    {
        var copy = new ActivityCounts();
        counts.CopyTo(copy.counts, 0);
        return copy;
    }

    public static ActivityCounts operator +(ActivityCounts a, ActivityCounts b) => Combine(a, b, (x, y) => checked(x + y));

    public static ActivityCounts operator -(ActivityCounts a, ActivityCounts b) => Combine(a, b, (x, y) => checked(x - y));

    public static ActivityCounts operator *(ActivityCounts a, long times) => Combine(a, a, (x, _) => checked(x * times));

    public static ActivityCounts operator *(long times, ActivityCounts a) => a * times;

    public bool Equals(ActivityCounts? other) => other is not null && counts.AsSpan().SequenceEqual(other.counts);

    public override bool Equals(object? obj) => Equals(obj as ActivityCounts);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (long count in counts) hash.Add(count);
        return hash.ToHashCode();
    }

    /// <summary>All activities in order, zeros included.</summary>
    public IEnumerator<KeyValuePair<Activity, long>> GetEnumerator() =>
        Activities.All.Select(activity => KeyValuePair.Create(activity, this[activity])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The activities that happened, such as "MacPass8 12, VectorAdd 3".</summary>
    public override string ToString() =>
        string.Join(", ", this.Where(entry => entry.Value != 0).Select(entry => $"{entry.Key} {entry.Value}"));

    private static ActivityCounts Combine(ActivityCounts a, ActivityCounts b, Func<long, long, long> operation)
    {
        var result = new ActivityCounts();
        for (int i = 0; i < result.counts.Length; i++) result.counts[i] = operation(a.counts[i], b.counts[i]);
        return result;
    }
}
