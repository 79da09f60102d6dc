using WageSim.Machine;

namespace WageSim.Runs;

/// <summary>A step's time by layer and phase.</summary>
public static class LayerPhases
{
    private static readonly string[] phases = ["forward", "loss", "error", "gradient", "update"];

    /// <summary>Ranges of the same layer and phase joined (error backward, and the quantisation of its result), layer by layer.</summary>
    public static IReadOnlyList<RangeResult> Of(MachineResult result)
    {
        var layers = result.Ranges.Select(range => range.Layer).Distinct().ToList(); // forward comes first, so in the network's order
        return [.. result.Ranges.GroupBy(range => (range.Layer, range.Phase))
            .OrderBy(group => layers.IndexOf(group.Key.Layer)).ThenBy(group => Array.IndexOf(phases, group.Key.Phase))
            .Select(group => group.Aggregate((a, b) => new(a.Layer, a.Phase, a.Cycles + b.Cycles, a.Macs + b.Macs,
                a.PeProducts + b.PeProducts, a.Activity + b.Activity, a.States + b.States)))];
    }
}
