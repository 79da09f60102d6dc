namespace WageSim.Bench;

/// <summary>A part of the benchmark.</summary>
internal interface IMeasurement
{
    /// <summary>What it can find out; what this host has no instructions for is left open.</summary>
    IReadOnlyList<Figure> Figures { get; }

    /// <summary>Figures of other measurements that it takes ratios to.</summary>
    IReadOnlyList<string> Needs => [];

    /// <summary>About how long it takes, for the bar.</summary>
    double Seconds { get; }

    void Run(Measured measured);
}
