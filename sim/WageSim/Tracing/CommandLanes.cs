using WageSim.Machine;

namespace WageSim.Tracing;

/// <summary>Commands of a unit in flight, each on the first lane that is free when it starts.</summary>
internal sealed class CommandLanes
{
    private readonly List<Execution?> lanes = [];

    /// <summary>The start of the oldest command in flight; a cycle that never comes, if there is none.</summary>
    public long Oldest
    {
        get
        {
            long oldest = long.MaxValue;
            foreach (var execution in lanes)
                if (execution is not null) oldest = Math.Min(oldest, execution.Start.Value);
            return oldest;
        }
    }

    /// <summary>A command starts.</summary>
    public void Start(Execution execution)
    {
        int lane = lanes.IndexOf(null);
        if (lane < 0) lanes.Add(execution);
        else lanes[lane] = execution;
    }

    /// <summary>A command retires; says on which lane it was.</summary>
    public int Retire(Execution execution)
    {
        int lane = lanes.IndexOf(execution);
        lanes[lane] = null;
        return lane;
    }
}
