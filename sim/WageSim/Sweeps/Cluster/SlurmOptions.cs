namespace WageSim.Sweeps.Cluster;

/// <summary>How a sweep is put on a Slurm cluster.</summary>
/// <param name="Partition">Null: the cluster's default.</param>
/// <param name="TimeLimit">Of a task, as Slurm writes it, such as 30 (minutes) or 2:00:00; null: the partition's.</param>
/// <param name="Detach">Ends once the job is submitted.</param>
public sealed record SlurmOptions(string? Partition, string? TimeLimit, int PointsPerTask, bool Detach);
