using System.Text.Json.Nodes;

namespace WageSim.Reports;

/// <summary>What a run is, written before its first step as record.json of its folder: plain data (docs/runs.md).</summary>
public sealed record RunRecord
{
    /// <summary>Layout of the whole folder.</summary>
    public const string FormatName = "wagesim-run/1";

    public string Format { get; init; } = FormatName;

    /// <summary>Version of the simulator, and that with the commit it was built from.</summary>
    public required string Version { get; init; }
    public required string Build { get; init; }
    public required DateTimeOffset Began { get; init; }

    /// <summary>The exact command, word by word.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>What was asked for; null where a default applies, which settings has.</summary>
    public required JsonObject Asked { get; init; }

    /// <summary>Everything that the run's results depend on: network, bits, schedule, data with its fingerprint, chip.</summary>
    public required JsonObject Settings { get; init; }
}
