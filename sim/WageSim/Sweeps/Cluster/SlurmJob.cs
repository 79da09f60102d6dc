namespace WageSim.Sweeps.Cluster;

/// <summary>A job array of a sweep as it is kept in its folder: what a later call needs to attach to it.</summary>
/// <param name="Job">Slurm's number of the array.</param>
/// <param name="Round">From 0; each later one repeats the points that were lost in the one before.</param>
/// <param name="Tasks">Numbers of the points of each task.</param>
internal sealed record SlurmJob(string Job, int Round, IReadOnlyList<IReadOnlyList<int>> Tasks)
{
    /// <summary>Tasks whose results are in the database.</summary>
    public HashSet<int> Gathered { get; init; } = [];
}
