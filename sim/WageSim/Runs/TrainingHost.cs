using WageSim.RunFolders;

namespace WageSim.Runs;

/// <summary>What a run has of the computer around it.</summary>
/// <param name="Storage">Opens a run's folder to write to; makes it where that is asked for.</param>
/// <param name="Time">Tells when checkpoints are due.</param>
public sealed record TrainingHost(Func<string, bool, IRunStorage> Storage, TimeProvider Time)
{
    /// <summary>The disk and the clock.</summary>
    public static TrainingHost Real { get; } = new(DiskStorage.ToWrite, TimeProvider.System);
}
