namespace WageSim.Runs;

/// <summary>Trains a network on the simulated chip.</summary>
public static class TrainingRun
{
    /// <summary>Runs to the end and returns the process's exit code.</summary>
    public static int Execute(TrainSettings settings, string? json, CancellationToken cancellation)
    {
        _ = (settings, json, cancellation);
        return 1;
    }
}
