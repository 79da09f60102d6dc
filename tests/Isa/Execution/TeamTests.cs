using WageSim.Isa.Execution;

namespace WageSim.Tests.Isa.Execution;

public sealed class TeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Every_part_runs_once_on_a_thread_of_its_own(int threads)
    {
        using var team = new Team(threads);
        for (int turn = 0; turn < 200; turn++)
        {
            var ids = new int[threads];
            team.Run(part => ids[part] += Environment.CurrentManagedThreadId);
            Assert.Equal(threads, ids.Distinct().Count());
            Assert.Equal(Environment.CurrentManagedThreadId, ids[0]);
        }
    }

    [Fact]
    public void A_member_that_sleeps_is_woken()
    {
        using var team = new Team(2);
        for (int turn = 0; turn < 3; turn++)
        {
            Thread.Sleep(60);
            int sum = 0;
            team.Run(part => Interlocked.Add(ref sum, part + 1));
            Assert.Equal(3, sum);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    public void What_a_part_throws_reaches_the_caller_and_the_team_goes_on(int thrower)
    {
        using var team = new Team(2);
        var thrown = Assert.Throws<InvalidOperationException>(() => team.Run(part =>
        {
            if (thrower < 0 || part == thrower) throw new InvalidOperationException("no");
        }));
        Assert.Equal("no", thrown.Message);
        int parts = 0;
        team.Run(_ => Interlocked.Increment(ref parts));
        Assert.Equal(2, parts);
    }
}
