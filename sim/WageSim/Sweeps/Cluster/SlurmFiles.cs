namespace WageSim.Sweeps.Cluster;

/// <summary>Files of a job array within a sweep's folder.</summary>
internal sealed class SlurmFiles(string folder)
{
    public string Folder { get; } = Path.GetFullPath(Path.Combine(folder, "slurm"));

    /// <summary>The sweep as its database describes it.</summary>
    public string Plan => Path.Combine(Folder, "plan.json");

    /// <summary>The job that is under way; absent where none is.</summary>
    public string Job => Path.Combine(Folder, "job.json");

    public string Script(int round) => Path.Combine(Folder, $"round-{round}.sh");

    /// <summary>Points of each task of a round.</summary>
    public string Tasks(int round) => Path.Combine(Folder, $"round-{round}.json");

    /// <summary>What a task prints; Slurm fills in job and task.</summary>
    public string Log => Path.Combine(Folder, "log-%A-%a.txt");

    /// <summary>The database of a task.</summary>
    public string Part(string job, int task) => Path.Combine(Folder, $"part-{job}-{task}.db");
}
