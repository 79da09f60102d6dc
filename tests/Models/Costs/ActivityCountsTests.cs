using FsCheck;
using FsCheck.Fluent;
using WageSim.Models.Costs;

namespace WageSim.Tests.Models.Costs;

public class ActivityCountsTests
{
    private static ActivityCounts Counts(Func<int, long> of)
    {
        var counts = new ActivityCounts();
        foreach (var activity in Activities.All) counts.Add(activity, of((int)activity));
        return counts;
    }

    [Fact]
    public void Arithmetic_reaches_every_activity()
    {
        ActivityCounts a = Counts(i => 3 * i + 1), b = Counts(i => i * i);
        Assert.Equal(Counts(i => 3 * i + 1 + i * i), a + b);
        Assert.Equal(Counts(i => 3 * i + 1 - i * i), a - b);
        Assert.Equal(Counts(i => 21 * i + 7), a * 7);
        Assert.Equal(a * 7, 7 * a);
    }

    [Fact]
    public void Laws_of_a_vector_hold() => Prop.ForAll<int, int, int>((x, y, n) =>
    {
        ActivityCounts a = Counts(i => x * (i + 1)), b = Counts(i => y - i);
        return (a + b).Equals(b + a) && (a + b - b).Equals(a) && ((a + b) * n).Equals(a * n + b * n);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Equality_is_by_value_in_every_place()
    {
        Assert.Equal(Counts(i => i).GetHashCode(), Counts(i => i).GetHashCode());
        foreach (var activity in Activities.All)
        {
            var changed = Counts(i => i);
            changed[activity]++;
            Assert.NotEqual(Counts(i => i), changed);
        }
        Assert.False(new ActivityCounts().Equals(null));
    }

    [Fact]
    public void Enumeration_lists_all_activities_in_order_and_text_those_that_happened()
    {
        var counts = new ActivityCounts();
        counts.Add(Activity.MacPass8, 12);
        counts.Add(Activity.VectorAdd, 1);
        counts.Add(Activity.VectorAdd, 2);
        Assert.Equal(Enum.GetValues<Activity>(), counts.Select(entry => entry.Key));
        Assert.Equal(15, counts.Sum(entry => entry.Value));
        Assert.Equal("MacPass8 12, VectorAdd 3", counts.ToString());
    }

    [Fact]
    public void Overflow_is_an_error_and_not_a_wrong_count()
    {
        Assert.Throws<OverflowException>(() => Counts(_ => long.MaxValue / 2) * 3);
        Assert.Throws<OverflowException>(() => Counts(_ => long.MaxValue) + Counts(_ => 1));
        Assert.Throws<OverflowException>(() => Counts(_ => long.MaxValue).Add(Activity.MacPass2, 1));
    }

    [Fact]
    public void Every_activity_has_a_unit_and_a_summary() => Assert.All(Activities.All, activity =>
    {
        Assert.NotEmpty(activity.Describe().Unit);
        Assert.EndsWith(".", activity.Describe().Summary);
    });
}
