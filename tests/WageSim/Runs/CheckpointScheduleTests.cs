using WageSim.Runs;

namespace WageSim.Tests.Runs;

public sealed class CheckpointScheduleTests
{
    private sealed class Watch : TimeProvider
    {
        public TimeSpan Now { get; set; }
        public override long TimestampFrequency => TimeSpan.TicksPerSecond;
        public override long GetTimestamp() => Now.Ticks;
    }

    [Fact]
    public void A_checkpoint_is_due_after_its_time()
    {
        var watch = new Watch { Now = TimeSpan.FromHours(1) };
        var schedule = new CheckpointSchedule(TimeSpan.FromMinutes(10), null, watch);
        for (int i = 0; i < 100; i++) Assert.False(schedule.Step());
        watch.Now += TimeSpan.FromMinutes(10) - TimeSpan.FromTicks(1);
        Assert.False(schedule.Step());
        watch.Now += TimeSpan.FromTicks(1);
        Assert.True(schedule.Step());
        Assert.True(schedule.Step());
        schedule.Written();
        Assert.False(schedule.Step());
    }

    [Fact]
    public void A_checkpoint_is_due_after_its_steps()
    {
        var schedule = new CheckpointSchedule(TimeSpan.FromMinutes(10), 3, new Watch());
        bool[] due = [.. Enumerable.Range(0, 7).Select(_ =>
        {
            bool now = schedule.Step();
            if (now) schedule.Written();
            return now;
        })];
        Assert.Equal([false, false, true, false, false, true, false], due);
    }
}
