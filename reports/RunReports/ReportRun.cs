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

    /// <summary>A layer's phase, or null where the run has none of it.</summary>
    public LayerResult? Layer(string name, string phase) =>
        Result.Layers.FirstOrDefault(layer => layer.Name == name && layer.Phase == phase);
}
