using WageSim.Models.Hardware;

namespace WageSim.Sweeps;

/// <summary>What is run at a point, whatever the chip.</summary>
internal abstract record PointWork
{
    /// <summary>Works with equal keys take the same time on the same chip.</summary>
    public abstract object Key { get; }

    /// <summary>How long it takes to simulate, beside another one on the same chip; only an order.</summary>
    public abstract double Size { get; }

    /// <summary>Compiles and simulates; InputException where it does not fit the chip.</summary>
    public abstract PointSimulation Run(Chip chip, CancellationToken cancellation);
}
