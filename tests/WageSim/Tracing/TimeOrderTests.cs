using WageSim.Tracing;

namespace WageSim.Tests.Tracing;

public sealed class TimeOrderTests
{
    [Fact]
    public void Items_come_by_cycle_then_rank_then_as_they_were_added()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var order = new TimeOrder<(int Rank, int Number)>(item => item.Rank);
            var (added, taken) = (new List<(long Cycle, (int Rank, int Number) Item)>(), new List<(long, (int, int))>());
            long drained = 0;
            for (int i = 0; i < random.Next(1, 3000); i++)
            {
                var entry = (drained + random.Next(50), (random.Next(3), i));
                added.Add(entry);
                order.Add(entry.Item1, entry.Item2);
                if (random.Next(20) == 0) order.Drain(drained += random.Next(40), (cycle, item) => taken.Add((cycle, item)));
                Assert.True(taken.Count == 0 || taken[^1].Item1 < drained);
            }
            order.Drain(long.MaxValue, (cycle, item) => taken.Add((cycle, item)));
            Assert.Equal(added.OrderBy(entry => entry.Cycle).ThenBy(entry => entry.Item.Rank).ThenBy(entry => entry.Item.Number), taken);
        }
    }

    [Fact]
    public void What_comes_too_late_is_an_error()
    {
        var order = new TimeOrder<int>();
        order.Drain(10, (_, _) => { });
        order.Add(10, 1);
        Assert.Throws<InvalidOperationException>(() => order.Add(9, 1));
    }
}
