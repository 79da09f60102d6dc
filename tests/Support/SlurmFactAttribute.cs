namespace WageSim.Tests.Support;

/// <summary>A test on a Slurm cluster of its own: it runs where WAGESIM_SLURM is 1, as root, and is skipped visibly elsewhere.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SlurmFactAttribute : FactAttribute
{
    public SlurmFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("WAGESIM_SLURM") != "1")
            Skip = "Slurm: runs as root with WAGESIM_SLURM=1, which starts a one-node cluster (.ci/slurm-node)";
    }
}
