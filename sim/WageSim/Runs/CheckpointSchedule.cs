namespace WageSim.Runs;

/// <summary>When a checkpoint is due: some time, or some steps, after the last.</summary>
public sealed class CheckpointSchedule(TimeSpan interval, int? steps, TimeProvider time)
{
    private long since = time.GetTimestamp();
    private int stepsSince;

    /// <summary>Another step or test pass is complete: whether a checkpoint is due now.</summary>
    public bool Step() => ++stepsSince >= steps || time.GetElapsedTime(since) >= interval;

    /// <summary>A checkpoint has been written.</summary>
    public void Written() => (since, stepsSince) = (time.GetTimestamp(), 0);
}
