using WageSim.Machine;
using WageSim.Models.Networks;

namespace WageSim.Runs;

/// <summary>What `train` was asked to do; null where the data set's default applies.</summary>
public sealed record TrainSettings
{
    /// <summary>Notation, or null for the data set's default network.</summary>
    public string? Network { get; init; }
    public string Data { get; init; } = "digits";
    /// <summary>Preset or chip file; null: edge for the digits, base for larger images.</summary>
    public string? Chip { get; init; }
    /// <summary>KEY=VALUE changes to the chip.</summary>
    public IReadOnlyList<string> Overrides { get; init; } = [];
    public BitWidths Bits { get; init; } = BitWidths.Paper;
    public int? Batch { get; init; }
    public int? Epochs { get; init; }
    /// <summary>Training images to use, or all.</summary>
    public int? Limit { get; init; }
    /// <summary>Test images to use, or all.</summary>
    public int? TestLimit { get; init; }
    public uint Seed { get; init; } = 1;
    /// <summary>Such as "8@0,1@20": rate 8 from epoch 0, 1 from epoch 20.</summary>
    public string? LearningRate { get; init; }
    public Clock Clock { get; init; } = Clock.Event;
    public Fidelity Fidelity { get; init; } = Fidelity.Kernel;
    public int Threads { get; init; } = Math.Min(Environment.ProcessorCount, 64);
    /// <summary>First steps to compare with the golden model.</summary>
    public int? Check { get; init; }
    /// <summary>Folder for the run's files, or none.</summary>
    public string? Out { get; init; }
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
    public int Threads { get; init; } = Math.Min(Environment.ProcessorCount, 64);
}
