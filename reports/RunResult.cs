using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace WageSim.Reports;

/// <summary>Everything that a training run, or a step that is only timed, yields: plain data, written as JSON.</summary>
public sealed record RunResult
{
    /// <summary>The layout that this program writes and reads.</summary>
    public const int CurrentVersion = 2;

    /// <summary>What was run: training, or the time alone of one step or of one inference pass, without data.</summary>
    public const string Training = "training", Step = "step", Inference = "inference";

    public int Version { get; init; } = CurrentVersion;
    public string Work { get; init; } = Training;

    /// <summary>Whether there were no data: no epochs, images or weights.</summary>
    [JsonIgnore]
    public bool IsTimeOnly => Work != Training;
    public required string Network { get; init; }

    /// <summary>Its name, such as resnet-18; null where it has none.</summary>
    public string? NetworkName { get; init; }

    /// <summary>The published experiment that was asked for, or none.</summary>
    public string? Preset { get; init; }
    public required string Data { get; init; }

    /// <summary>How training images were varied: none, crop, flip or crop+flip.</summary>
    public required string Augmentation { get; init; }
    public required string Chip { get; init; }

    /// <summary>Name of the training scheme.</summary>
    public string Scheme { get; init; } = "wage";

    /// <summary>Its formats in a few words: WAGE's widths, NITI's rounding and loss.</summary>
    public string? Formats { get; init; }

    /// <summary>What results depend on besides: WAGE's scales, NITI's exponents, by name.</summary>
    public IReadOnlyDictionary<string, string> SchemeSettings { get; init; } = new Dictionary<string, string>();
    public required string Bits { get; init; }
    public required int Batch { get; init; }
    public required uint Seed { get; init; }

    /// <summary>The schedule of learning rates; null where the scheme has none.</summary>
    public string? LearningRate { get; init; }

    /// <summary>The schedule of gradient bits; null where the scheme has none.</summary>
    public string? GradientBits { get; init; }

    /// <summary>The schedules of learning-rate codes and of gradient ranges; null where the scheme has none.</summary>
    public string? LearningRateCode { get; init; }
    public string? GradientRange { get; init; }
    public required string Clock { get; init; }

    /// <summary>How the arrays' products were made: kernel or grid.</summary>
    public required string Fidelity { get; init; }

    /// <summary>How error tensors were made: spill or recompute.</summary>
    public required string ErrorPass { get; init; }
    /// <summary>What was kept of batch normalisations: spill or recompute; null where the scheme has none.</summary>
    public string? Saved { get; init; }
    public required int Threads { get; init; }
    public required int TrainImages { get; init; }
    public required int TestImages { get; init; }
    public required IReadOnlyList<EpochResult> Epochs { get; init; }

    /// <summary>Simulated steps, and of those the ones whose time the last start simulated anew.</summary>
    public required long Steps { get; init; }
    public required long StepsTimed { get; init; }

    /// <summary>Processes that the run took: 1, or more where it was resumed.</summary>
    public int Starts { get; init; } = 1;

    /// <summary>Chip cycles of all training steps.</summary>
    public required long Cycles { get; init; }

    /// <summary>Cycles divided by the chip's clock.</summary>
    public required double ChipSeconds { get; init; }
    public required long Macs { get; init; }

    /// <summary>Products made by PEs: MACs times their passes.</summary>
    public required long PeProducts { get; init; }

    /// <summary>PE products per PE and cycle.</summary>
    public required double Utilization { get; init; }
    public required decimal EnergyPicojoules { get; init; }
    public required EnergyResult Energy { get; init; }
    public required AreaResult Area { get; init; }

    /// <summary>Area of the parts, in the widths, that the scheme needs on this chip; null in results of earlier versions.</summary>
    public IReadOnlyList<NeededPartResult>? NeededArea { get; init; }

    /// <summary>The same work in INT8, FP16 and FP32.</summary>
    public required IReadOnlyList<FloatingPointResult> FloatingPoint { get; init; }
    public required PriceTableResult PriceTable { get; init; }

    /// <summary>All fields of the chip, as a chip file has them.</summary>
    public required JsonObject ChipDescription { get; init; }

    /// <summary>The exact command, word by word.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Instructions of the program, and bytes of all its tensors in DRAM; null in results of training.</summary>
    public long? Instructions { get; init; }
    public long? DramRoomBytes { get; init; }

    /// <summary>What the DRAM did in all training steps.</summary>
    public required DramResult Dram { get; init; }

    /// <summary>Cycles of all test passes, which are in no other figure.</summary>
    public required long TestCycles { get; init; }

    /// <summary>Cycles that a unit waited, by "unit.cause".</summary>
    public required IReadOnlyDictionary<string, long> Stalls { get; init; }
    public required IReadOnlyList<LayerResult> Layers { get; init; }

    /// <summary>Products with a zero operand in training steps, and in test passes; null where none were counted.</summary>
    public ZeroResult? Zeros { get; init; }
    public ZeroResult? TestZeros { get; init; }

    /// <summary>How often everything that costs energy happened.</summary>
    public required IReadOnlyDictionary<string, long> Activity { get; init; }

    /// <summary>SHA-256 of all stored weight codes as little-endian int16 in the golden-trace layout, layer by layer.</summary>
    public required string WeightsSha256 { get; init; }

    /// <summary>PEs clocked by the grid, in training and test steps, and the array cycles that took; 0 without it.</summary>
    public required long PeUpdates { get; init; }
    public required long GridCycles { get; init; }

    /// <summary>First steps whose tensors were compared with the golden model, all equal.</summary>
    public required IReadOnlyList<CheckedStep> GoldenSteps { get; init; }
    public required HostResult Host { get; init; }
}

/// <summary>A step whose tensors equal the golden model's, with both sides' loss and errors of its batch.</summary>
public sealed record CheckedStep(int Step, double Loss, double GoldenLoss, int Errors, int GoldenErrors);

/// <summary>One epoch.</summary>
/// <param name="Loss">Of a batch, mean over steps: half its sum of squared errors, or its sum of cross-entropies in nats.</param>
/// <param name="TrainError">Share of training images whose first largest output was not their class, before each step.</param>
/// <param name="TestError">The same of the test images after the epoch.</param>
/// <param name="TestErrorTiesCorrect">Test error that counts a tie with the class as correct, as the authors' code does.</param>
public sealed record EpochResult(
    int Epoch, double? LearningRate, double Loss, double TrainError, double TestError, double TestErrorTiesCorrect,
    long Cycles, double ChipSeconds, long Macs, double Utilization, decimal EnergyPicojoules)
{
    /// <summary>Magnitude bits of updates; null where the scheme has a learning rate.</summary>
    public int? GradientBits { get; init; }

    /// <summary>Code of the learning rate, unit 2^-9, and range of the weight gradients; null where the scheme has none.</summary>
    public int? LearningRateCode { get; init; }
    public int? GradientRange { get; init; }
}

/// <summary>What the run cost the host.</summary>
/// <param name="Seconds">Of all starts, as far as checkpoints remember them.</param>
/// <param name="PeakBytes">Largest working set of the last start.</param>
/// <param name="Work">Seconds of all threads together in the last start, by kind of work: decode, arrayKernels, …</param>
/// <param name="GridSeconds">Seconds in the grid.</param>
public sealed record HostResult(double Seconds, long PeakBytes, IReadOnlyDictionary<string, double> Work, double GridSeconds);
