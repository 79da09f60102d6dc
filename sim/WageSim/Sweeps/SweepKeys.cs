using WageSim.Models;
using WageSim.Models.Files;
using WageSim.Models.Hardware;

namespace WageSim.Sweeps;

/// <summary>What a sweep may vary: the workload, the base chip, the prices, and every key of a chip.</summary>
internal static class SweepKeys
{
    public const string Scheme = "scheme", Network = "network", Topology = "topology", Batch = "batch";
    public const string Bits = "bits", Rounding = "rounding", Loss = "loss", Dropout = "dropout", ErrorPass = "errorPass", Saved = "saved";
    public const string ActivationClip = "activationClip", RunningShift = "runningShift";
    public const string Dataflow = "dataflow", WeightBits = "weightBits", Config = "config", Chip = "chip", Prices = "prices";

    /// <summary>Rows and columns at once, as RxC.</summary>
    public const string Array = "array";

    /// <summary>What runs, on what, at which prices.</summary>
    public static IReadOnlyList<string> Workload { get; } =
    [
        Scheme, Network, Topology, Batch, Bits, Rounding, Loss, Dropout, ActivationClip, RunningShift, ErrorPass, Saved, Dataflow,
        WeightBits, Config, Chip, Prices,
    ];

    /// <summary>What only networks have, and only topologies.</summary>
    private static readonly string[] ofNetworks = [Scheme, Bits, Rounding, Loss, Dropout, ActivationClip, RunningShift, ErrorPass, Saved];
    private static readonly string[] ofTopologies = [Dataflow, WeightBits, Config];

    /// <summary>Whether layers of a topology are timed instead of a network; throws where it is neither, or both.</summary>
    public static bool IsTopology(IReadOnlyCollection<string> keys)
    {
        bool topology = keys.Contains(Topology);
        if (keys.Contains(Network) == topology)
            throw new InputException(topology ? "sweep: network and topology: only one of them is allowed"
                : "sweep: --network or --topology is missing");
        if ((topology ? ofNetworks : ofTopologies).FirstOrDefault(keys.Contains) is { } other)
            throw new InputException(topology ? $"'{other}': is for networks; the sweep is of a topology"
                : $"'{other}': is for topologies; the sweep is of a network");
        return topology;
    }

    /// <summary>Keys besides those of a chip.</summary>
    public static IReadOnlyList<string> Own { get; } = [.. Workload, Array];

    public static IReadOnlyList<string> All { get; } = [.. Own, .. ChipFile.Keys];

    /// <summary>Throws where a key is unknown, with the nearest known one.</summary>
    public static void Check(string key)
    {
        if (!All.Contains(key))
            throw new InputException($"'{key}': unknown parameter; did you mean {Spelling.Nearest(key, All)}?");
    }

    /// <summary>Throws where two keys set the same field.</summary>
    public static void CheckApart(IReadOnlyCollection<string> keys)
    {
        string? twice = keys.GroupBy(key => key).FirstOrDefault(group => group.Count() > 1)?.Key;
        if (twice is not null) throw new InputException($"'{twice}': the parameter is given twice");
        foreach (string part in (ReadOnlySpan<string>)["rows", "cols"])
            if (keys.Contains(Array) && keys.Contains(part))
                throw new InputException($"'{part}': not beside array, which sets rows and cols");
    }

    /// <summary>The changes KEY=VALUE to a chip that a parameter stands for; none for those of the workload.</summary>
    public static IEnumerable<string> Overrides(string key, string value)
    {
        if (key != Array) return Own.Contains(key) ? [] : [$"{key}={value}"];
        string[] sizes = value.Split('x', '×');
        return sizes.Length == 2 && sizes.All(size => size.Length > 0 && size.All(char.IsAsciiDigit))
            ? [$"rows={sizes[0]}", $"cols={sizes[1]}"]
            : throw new InputException($"array={value}: is no size; ROWSxCOLS is expected, such as 32x32");
    }
}
