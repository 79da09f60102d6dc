using WageSim.Machine;
using WageSim.Workloads.Schemes;

namespace WageSim.Runs;

/// <summary>What `infer` was asked to do; null where the run's setting or else the data set's default applies.</summary>
public sealed record InferSettings
{
    /// <summary>Folder of the run whose newest weights are used, or none.</summary>
    public string? Run { get; init; }
    /// <summary>Archive of weights in the golden-trace layout, or none.</summary>
    public string? Weights { get; init; }
    /// <summary>Name or notation; with Weights only.</summary>
    public string? Network { get; init; }

    /// <summary>The images that the network of a file is for, such as 28×28×1; null where any will do.</summary>
    public string? NetworkInput { get; init; }

    /// <summary>With Weights only.</summary>
    public string? Scheme { get; init; }
    /// <summary>With Weights only.</summary>
    public SchemeOptions SchemeOptions { get; init; } = new();
    public string? Data { get; init; }
    /// <summary>Preset or chip file.</summary>
    public string? Chip { get; init; }
    /// <summary>KEY=VALUE changes to the chip; to the run's, where no other is given.</summary>
    public IReadOnlyList<string> Overrides { get; init; } = [];
    public int? Batch { get; init; }
    /// <summary>Test images to use, or all.</summary>
    public int? Limit { get; init; }
    public Clock Clock { get; init; } = Clock.Event;
    public Fidelity Fidelity { get; init; } = Fidelity.Kernel;
    public int Threads { get; init; } = Math.Min(Environment.ProcessorCount, 64);
    /// <summary>First passes whose products with a zero operand are counted: all, none, a number; null: as ZeroSteps has it.</summary>
    public string? Zeros { get; init; }
    /// <summary>First passes to compare with the golden model.</summary>
    public int Check { get; init; }
    /// <summary>Price table: name or file.</summary>
    public string? Prices { get; init; }
    /// <summary>The command, word by word, for the result.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];
}
