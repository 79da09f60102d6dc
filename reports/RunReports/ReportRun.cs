using WageSim.Models.Hardware;

namespace WageSim.Reports.RunReports;

/// <summary>A finished run as a report shows it.</summary>
/// <param name="Name">What the page calls it.</param>
/// <param name="Where">The folder or file it was read from.</param>
/// <param name="Result">Its results, whose sums agree.</param>
/// <param name="Chip">The chip it ran on.</param>
/// <param name="Record">What the run's folder says of it; null where a file alone was given.</param>
/// <param name="Timeline">One of its steps over time; null where there is none.</param>
public sealed record ReportRun(string Name, string Where, RunResult Result, Chip Chip, RunRecord? Record, TimelineResult? Timeline)
{
    /// <summary>PEs of all arrays: products a cycle at the most.</summary>
    public long Pes => (long)Chip.Arrays * Chip.Rows * Chip.Cols;

    /// <summary>Bytes of data that the DRAM's pins pass in a chip cycle, all channels.</summary>
    public double DramBytesPerCycle =>
        Chip.Dram.BurstBytes / (Chip.Dram.BurstLength / 2.0 * Chip.Dram.ClockPicoseconds) * (1e6 / Chip.ClockMegahertz);

    /// <summary>Bytes that all scratchpad banks pass in a cycle, a word of one port each.</summary>
    public double ScratchpadBytesPerCycle => (double)Chip.Scratchpad.Banks * Chip.Scratchpad.WordBytes;

    // More bars would be longer than a screen.
    private const int MostRows = 40;

    /// <summary>Whether charts have blocks of the network in place of its many layers.</summary>
    public bool IsByBlock =>
        Result.Layers.All(layer => layer.Part is not null) && Result.Layers.DistinctBy(layer => layer.Name).Count() > MostRows;

    /// <summary>What charts show: layers and phases, or those of a block taken together.</summary>
    public IReadOnlyList<LayerResult> Charted() => !IsByBlock ? Result.Layers :
        [.. Result.Layers.GroupBy(layer => (Block: LayerSum.Block(layer), layer.Phase))
            .Select(group => Joined(group.Key.Block, [.. group]))];

    /// <summary>Names of the layers that a chart's row stands for.</summary>
    public IReadOnlySet<string> LayersOf(string row) =>
        Result.Layers.Where(layer => (IsByBlock ? LayerSum.Block(layer) : layer.Name) == row).Select(layer => layer.Name).ToHashSet();

    private LayerResult Joined(string block, IReadOnlyList<LayerResult> layers)
    {
        var sum = LayerSum.Of(block, layers);
        return new(block, layers[0].Phase, sum.Cycles, sum.Macs, sum.PeProducts, sum.Utilization(Pes), sum.EnergyPicojoules,
            Sums(layer => layer.Stalls), Sums(layer => layer.Activity),
            layers.Any(layer => layer.ZeroProducts is null) ? null : layers.Sum(layer => layer.ZeroProducts));

        Dictionary<string, long> Sums(Func<LayerResult, IReadOnlyDictionary<string, long>> counts) =>
            layers.SelectMany(counts).GroupBy(count => count.Key).ToDictionary(count => count.Key, count => count.Sum(part => part.Value));
    }

    /// <summary>A layer's phase, or null where the run has none of it.</summary>
    public LayerResult? Layer(string name, string phase) =>
        Result.Layers.FirstOrDefault(layer => layer.Name == name && layer.Phase == phase);
}
