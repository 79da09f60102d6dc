namespace WageSim.Sweeps;

/// <summary>What is done at each point.</summary>
public enum Work
{
    /// <summary>One training step of a batch.</summary>
    Step,

    /// <summary>The whole steps of an epoch.</summary>
    Epoch,

    /// <summary>One forward pass of a batch.</summary>
    Inference,
}
