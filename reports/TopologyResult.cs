using System.Text.Json.Nodes;

namespace WageSim.Reports;

/// <summary>Time, counts and energy of each layer of a topology, run one by one.</summary>
public sealed record TopologyResult
{
    public int Version { get; init; } = 1;

    /// <summary>The file that the layers are from.</summary>
    public required string Topology { get; init; }
    public required string Chip { get; init; }

    /// <summary>ws or os.</summary>
    public required string Dataflow { get; init; }
    public required int Batch { get; init; }
    public required int WeightBits { get; init; }

    /// <summary>Of all layers, one after the other.</summary>
    public required long Cycles { get; init; }

    /// <summary>Cycles divided by the chip's clock.</summary>
    public required double ChipSeconds { get; init; }
    public required long Macs { get; init; }

    /// <summary>Products made by PEs: MACs times their passes.</summary>
    public required long PeProducts { get; init; }

    /// <summary>PE products per PE and cycle.</summary>
    public required double Utilization { get; init; }
    public required decimal EnergyPicojoules { get; init; }

    /// <summary>Name of the price table.</summary>
    public required string Prices { get; init; }

    /// <summary>Energy in pJ by block of the chip; the sum is the total.</summary>
    public required IReadOnlyDictionary<string, decimal> EnergyComponents { get; init; }
    public required IReadOnlyList<TopologyLayerResult> Layers { get; init; }

    /// <summary>What the files say that has another meaning here, or none.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>All fields of the chip, as a chip file has them.</summary>
    public required JsonObject ChipDescription { get; init; }

    /// <summary>Wall-clock seconds of compiling and simulating.</summary>
    public required double HostSeconds { get; init; }
}

/// <summary>One layer: its program from the first instruction to the end of halt, all repeats.</summary>
/// <param name="M">Output positions, of the whole batch.</param>
/// <param name="N">Filters.</param>
/// <param name="K">Products summed into one output.</param>
/// <param name="Repeats">Times that it runs, with weights of its own each time.</param>
/// <param name="Utilization">PE products per PE and cycle.</param>
/// <param name="Stalls">Cycles that a unit waited, by "unit.cause".</param>
/// <param name="Activity">How often everything that costs energy happened.</param>
public sealed record TopologyLayerResult(
    string Name, long M, long N, long K, int Repeats, long Cycles, long Macs, long PeProducts, double Utilization,
    decimal EnergyPicojoules, IReadOnlyDictionary<string, decimal> EnergyComponents, long DramReadBytes, long DramWriteBytes,
    IReadOnlyDictionary<string, long> Stalls, IReadOnlyDictionary<string, long> Activity);
