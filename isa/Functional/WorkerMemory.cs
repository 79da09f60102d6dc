using WageSim.Isa.Kernels;

namespace WageSim.Isa.Functional;

/// <summary>One host thread's buffers for packed and gathered operands.</summary>
internal sealed class WorkerMemory(int columns)
{
    /// <summary>Groups of four k that a stationary panel holds.</summary>
    public const int MaxGroups = 1024;

    /// <summary>Factors that are multiplied in one go.</summary>
    public const int MaxFactors = 256;

    /// <summary>Bytes of gathered rows.</summary>
    public const int GatherBytes = 1 << 16;

    /// <summary>Panels of weights; those with a number stay for later tasks of the phase.</summary>
    public WeightPanels Panels { get; } = new(columns);

    public byte[] Lines { get; } = new byte[256 * columns + TilePacker.Slack];
    public int[] Zeros { get; } = new int[columns];
    public byte[] Gathered { get; } = new byte[GatherBytes + TilePacker.Slack];
    public ByteFactor[] Factors { get; } = new ByteFactor[MaxFactors];

    /// <summary>Bytes of weight-stationary passes' 16-bit operands.</summary>
    public BytePlanes Planes { get; } = new();

    /// <summary>Moving and stationary operands of output-stationary passes.</summary>
    public PanelCache Moving { get; } = new(slots: 2);
    public PanelCache Stationary { get; } = new(slots: 8);

    /// <summary>Elements of weight-stationary passes' moving operands that are not zero.</summary>
    public MovingCounts MovingCounts { get; } = new();

    /// <summary>What was laid out may have changed in the scratchpad.</summary>
    public void Forget()
    {
        Planes.Forget();
        MovingCounts.Forget();
        Moving.Forget();
        Stationary.Forget();
    }
}
