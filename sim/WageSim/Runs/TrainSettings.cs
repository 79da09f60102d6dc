using WageSim.Machine;
using WageSim.Tracing;
using WageSim.Workloads.Compiler;
using WageSim.Workloads.Datasets;
using WageSim.Workloads.Schemes;

namespace WageSim.Runs;

/// <summary>What `train` was asked to do; null where the preset's or else the data set's default applies.</summary>
public sealed record TrainSettings
{
    /// <summary>A published experiment, or none.</summary>
    public string? Preset { get; init; }
    /// <summary>Name of the training scheme; null: wage.</summary>
    public string? Scheme { get; init; }
    /// <summary>What is chosen of the scheme.</summary>
    public SchemeOptions SchemeOptions { get; init; } = new();
    /// <summary>Name or notation.</summary>
    public string? Network { get; init; }

    /// <summary>The images that the network of a file is for, such as 28×28×1; null where any will do.</summary>
    public string? NetworkInput { get; init; }

    /// <summary>Null: digits.</summary>
    public string? Data { get; init; }
    /// <summary>Preset or chip file; null: edge for the digits, base for larger images.</summary>
    public string? Chip { get; init; }
    /// <summary>KEY=VALUE changes to the chip.</summary>
    public IReadOnlyList<string> Overrides { get; init; } = [];
    /// <summary>Null: none.</summary>
    public Augmentation? Augmentation { get; init; }
    public int? Batch { get; init; }
    public int? Epochs { get; init; }
    /// <summary>Training images to use, or all.</summary>
    public int? Limit { get; init; }
    /// <summary>Test images to use, or all.</summary>
    public int? TestLimit { get; init; }
    public uint Seed { get; init; } = 1;
    public Clock Clock { get; init; } = Clock.Event;
    public Fidelity Fidelity { get; init; } = Fidelity.Kernel;
    public ErrorPass ErrorPass { get; init; } = ErrorPass.Spill;
    /// <summary>What is kept of batch normalisations, where the scheme has them; null: spilled.</summary>
    public SavedTensors? Saved { get; init; }
    public int Threads { get; init; } = Math.Min(Environment.ProcessorCount, 64);
    /// <summary>First steps to compare with the golden model.</summary>
    public int? Check { get; init; }
    /// <summary>First steps whose products with a zero operand are counted: all, none, a number; null: as ZeroSteps has it.</summary>
    public string? Zeros { get; init; }
    /// <summary>Archive of start weights in the golden-trace layout, or null: drawn from the seed.</summary>
    public string? Weights { get; init; }
    /// <summary>Price table: name or file; null: paper.</summary>
    public string? Prices { get; init; }
    /// <summary>New folder for the run's files, or none.</summary>
    public string? Out { get; init; }
    /// <summary>Folder of a run to go on with, or none.</summary>
    public string? Resume { get; init; }
    /// <summary>Minutes after which a checkpoint is due.</summary>
    public int CheckpointMinutes { get; init; } = 10;
    /// <summary>Steps and test passes after which a checkpoint is due, too, or none.</summary>
    public int? CheckpointSteps { get; init; }
    /// <summary>A trace of steps to write, or none.</summary>
    public TraceRequest? Trace { get; init; }
    /// <summary>The command, word by word, for the run's record.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];
}

/// <summary>What `validate` was asked to do.</summary>
public sealed record ValidateSettings
{
    /// <summary>Trace folder to reproduce.</summary>
    public string? Golden { get; init; }
    /// <summary>Random cases to run.</summary>
    public int? Random { get; init; }
    public uint Seed { get; init; } = 1;
    /// <summary>Chip for --golden.</summary>
    public string Chip { get; init; } = "edge";
    public IReadOnlyList<string> Overrides { get; init; } = [];
    public Clock Clock { get; init; } = Clock.Event;
    public Fidelity Fidelity { get; init; } = Fidelity.Kernel;
    public ErrorPass ErrorPass { get; init; } = ErrorPass.Spill;
    /// <summary>What is kept of batch normalisations, where the scheme has them; null: spilled.</summary>
    public SavedTensors? Saved { get; init; }
    public int Threads { get; init; } = Math.Min(Environment.ProcessorCount, 64);
}
