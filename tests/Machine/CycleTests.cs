using WageSim.Machine;

namespace WageSim.Tests.Machine;

public sealed class CycleTests
{
    [Fact]
    public void Cycles_are_points_and_their_differences_are_numbers()
    {
        var a = new Cycle(5);
        Assert.Equal(new Cycle(12), a + 7);
        Assert.Equal(7, a + 7 - a);
        Assert.True(Cycle.Zero < a && a <= a + 0 && a + 1 > a && a >= Cycle.Zero);
        Assert.Equal(a, Cycle.Max(Cycle.Zero, a));
        Assert.Equal(Cycle.Zero, Cycle.Min(Cycle.Zero, a));
        Assert.Equal("5", a.ToString());
    }

    [Fact]
    public void Never_is_later_than_everything_and_stays_never()
    {
        Assert.True(new Cycle(long.MaxValue - 1) < Cycle.Never);
        Assert.Equal(Cycle.Never, Cycle.Never + 1);
        Assert.Equal("never", Cycle.Never.ToString());
    }
}
