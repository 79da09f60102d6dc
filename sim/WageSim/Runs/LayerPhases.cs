using WageSim.Machine;

namespace WageSim.Runs;

/// <summary>A step's time by layer and phase.</summary>
public static class LayerPhases
{
    /// <summary>
    /// Ranges of the same layer and phase joined (error backward, and the quantisation of its result), in order of first appearance.
    /// </summary>
    public static IReadOnlyList<RangeResult> Of(MachineResult result) =>
        [.. result.Ranges.GroupBy(range => (range.Layer, range.Phase)).Select(group => group.Aggregate((a, b) =>
            new(a.Layer, a.Phase, a.Cycles + b.Cycles, a.Macs + b.Macs, a.PeProducts + b.PeProducts, a.Activity + b.Activity)))];
}
