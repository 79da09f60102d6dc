namespace WageSim.Reports;

/// <summary>Results of a point of a sweep.</summary>
public sealed record SweepFigures
{
    /// <summary>The chip as the text of a chip file.</summary>
    public required string Chip { get; init; }

    /// <summary>What the program is: instructions, and bytes of DRAM that its tensors take.</summary>
    public required long Instructions { get; init; }
    public required long DramBytes { get; init; }
    public required long Cycles { get; init; }

    /// <summary>Cycles divided by the chip's clock.</summary>
    public required double Seconds { get; init; }
    public required long Macs { get; init; }

    /// <summary>Products made by PEs: MACs times their passes.</summary>
    public required long PeProducts { get; init; }

    /// <summary>PE products per PE and cycle.</summary>
    public required double Utilization { get; init; }

    /// <summary>The sum of the components.</summary>
    public required decimal EnergyPicojoules { get; init; }
    public required decimal AreaSquareMicrons { get; init; }

    /// <summary>Energy times time, J·s.</summary>
    public required double EnergyDelay { get; init; }

    /// <summary>Each sums to its total.</summary>
    public required IReadOnlyDictionary<string, decimal> EnergyComponents { get; init; }
    public required IReadOnlyDictionary<string, decimal> AreaComponents { get; init; }

    /// <summary>Layers and phases in the network's order; cycles and counts sum to the whole.</summary>
    public required IReadOnlyList<SweepLayer> Layers { get; init; }

    /// <summary>Cycles of a unit in a state, by "unit.state", busy and idle among them.</summary>
    public required IReadOnlyDictionary<string, long> States { get; init; }

    /// <summary>How often everything that costs energy happened.</summary>
    public required IReadOnlyDictionary<string, long> Activity { get; init; }

    /// <summary>DRAM: rowHits, rowMisses, rowConflicts, activates, refreshes, readBursts, writeBursts.</summary>
    public required IReadOnlyDictionary<string, long> Dram { get; init; }
}

/// <summary>One layer and phase of a point.</summary>
/// <param name="States">Cycles of a unit in a state, by "unit.state"; only what is not 0.</param>
/// <param name="Activity">Counts; only what is not 0.</param>
public sealed record SweepLayer(
    string Layer, string Phase, long Cycles, long Macs, long PeProducts, double Utilization, decimal EnergyPicojoules,
    IReadOnlyDictionary<string, long> States, IReadOnlyDictionary<string, long> Activity);
