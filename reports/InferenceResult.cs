using System.Text.Json.Nodes;

namespace WageSim.Reports;

/// <summary>Everything that an inference over test images yields: plain data, written as JSON.</summary>
public sealed record InferenceResult
{
    public int Version { get; init; } = 2;
    public required string Network { get; init; }
    public required string Data { get; init; }
    public required string Chip { get; init; }

    /// <summary>Name of the training scheme, and its formats in a few words.</summary>
    public string Scheme { get; init; } = "wage";
    public string? Formats { get; init; }
    public required string Bits { get; init; }
    public required int Batch { get; init; }
    public required string Clock { get; init; }

    /// <summary>How the arrays' products were made: kernel or grid.</summary>
    public required string Fidelity { get; init; }
    public required int Threads { get; init; }

    /// <summary>Where the weights are from, and the SHA-256 of their codes as a training run's result has it.</summary>
    public required string Weights { get; init; }
    public required string WeightsSha256 { get; init; }
    public required int Images { get; init; }

    /// <summary>Share of images whose first largest output is not their class, and the same with ties counted as correct.</summary>
    public required double Error { get; init; }
    public required double ErrorTiesCorrect { get; init; }

    /// <summary>Passes of a batch, the last perhaps smaller.</summary>
    public required long Passes { get; init; }

    /// <summary>Chip cycles of all passes, which include loading the weights.</summary>
    public required long Cycles { get; init; }
    public required double ChipSeconds { get; init; }
    public required double ImagesPerSecond { get; init; }
    public required long Macs { get; init; }

    /// <summary>Products made by PEs: MACs times their passes.</summary>
    public required long PeProducts { get; init; }

    /// <summary>PE products per PE and cycle.</summary>
    public required double Utilization { get; init; }
    public required decimal EnergyPicojoules { get; init; }
    public required EnergyResult Energy { get; init; }
    public required AreaResult Area { get; init; }

    /// <summary>Area of the parts, in the widths, that the scheme's training needs on this chip; inference needs no more.</summary>
    public required IReadOnlyList<NeededPartResult> NeededArea { get; init; }

    /// <summary>The same work in INT8, FP16 and FP32.</summary>
    public required IReadOnlyList<FloatingPointResult> FloatingPoint { get; init; }
    public required PriceTableResult PriceTable { get; init; }

    /// <summary>All fields of the chip, as a chip file has them.</summary>
    public required JsonObject ChipDescription { get; init; }

    /// <summary>The exact command, word by word.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>What the DRAM did in all passes.</summary>
    public required DramResult Dram { get; init; }

    /// <summary>Cycles that a unit waited, by "unit.cause".</summary>
    public required IReadOnlyDictionary<string, long> Stalls { get; init; }
    public required IReadOnlyList<LayerResult> Layers { get; init; }

    /// <summary>Products with a zero operand; null where none were counted.</summary>
    public ZeroResult? Zeros { get; init; }

    /// <summary>How often everything that costs energy happened.</summary>
    public required IReadOnlyDictionary<string, long> Activity { get; init; }

    /// <summary>PEs clocked by the grid, and the array cycles that took; 0 without it.</summary>
    public required long PeUpdates { get; init; }
    public required long GridCycles { get; init; }

    /// <summary>First passes whose sums were compared with the golden model, all equal.</summary>
    public required int GoldenPassesChecked { get; init; }
    public required HostResult Host { get; init; }
}
