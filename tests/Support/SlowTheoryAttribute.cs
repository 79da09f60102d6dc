namespace WageSim.Tests.Support;

/// <summary>A test of minutes and gigabytes: it runs where WAGESIM_SLOW is 1, and is skipped visibly elsewhere.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SlowTheoryAttribute : TheoryAttribute
{
    public SlowTheoryAttribute()
    {
        if (Environment.GetEnvironmentVariable("WAGESIM_SLOW") != "1") Skip = "slow: runs with WAGESIM_SLOW=1";
    }
}
