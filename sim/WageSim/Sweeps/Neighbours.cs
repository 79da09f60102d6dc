using WageSim.Models.Hardware;

namespace WageSim.Sweeps;

/// <summary>The single changes of a chip that are worth a look.</summary>
/// <remarks>Which of them are no chip, or do not hold the network, is found out by trying.</remarks>
internal static class Neighbours
{
    private static readonly int[] macBits = [2, 4, 8];

    /// <summary>All of them, by parameter; a step is the next legal value, or half and double where there are many.</summary>
    public static IEnumerable<Neighbour> Of(Chip chip) =>
    [
        .. Doubled("rows", chip.Rows), .. Doubled("cols", chip.Cols), .. Listed("macBits", chip.MacBits, macBits),
        .. Listed("arrays", chip.Arrays, [1, 2, 3, 4]),
        .. Doubled("scratchpad.banks", chip.Scratchpad.Banks), .. Doubled("scratchpad.bankKiB", chip.Scratchpad.BankKiB),
        .. Doubled("scratchpad.portBits", chip.Scratchpad.PortBits), .. Doubled("accumulator.banks", chip.Accumulator.Banks),
        .. Doubled("accumulator.bankKiB", chip.Accumulator.BankKiB), .. Doubled("accumulator.portBits", chip.Accumulator.PortBits),
        .. Doubled("vector.lanes", chip.Vector.Lanes),
        .. Doubled("dma.pages", chip.Dma.Pages), .. Doubled("dma.pageBytes", chip.Dma.PageBytes),
        .. Doubled("sequencer.queueDepth", chip.Sequencer.QueueDepth), .. Clock(chip.ClockMegahertz), .. Dram(chip.Dram),
    ];

    private static IEnumerable<Neighbour> Doubled(string key, int value)
    {
        if (value > 1) yield return Change(key, value, value / 2);
        yield return Change(key, value, value * 2);
    }

    private static IEnumerable<Neighbour> Listed(string key, int value, int[] legal)
    {
        int at = Array.IndexOf(legal, value);
        if (at > 0) yield return Change(key, value, legal[at - 1]);
        if (at < legal.Length - 1) yield return Change(key, value, legal[at + 1]);
    }

    // Clocks are chosen in finer steps: a fifth.
    private static IEnumerable<Neighbour> Clock(int megahertz)
    {
        if (megahertz * 4 / 5 is var slower && slower >= 1 && slower < megahertz) yield return Change("clockMegahertz", megahertz, slower);
        yield return Change("clockMegahertz", megahertz, Math.Max(megahertz + 1, megahertz * 5 / 4));
    }

    // The named sets in the order of their peak bandwidth; a set of one's own lies between them.
    private static IEnumerable<Neighbour> Dram(DramTiming dram)
    {
        var sets = DramSets.Names.Select(DramSets.Load).Where(set => set.Name != dram.Name)
            .OrderBy(PointBounds.PeakBytesPerSecond).ThenBy(set => set.Name, StringComparer.Ordinal).ToList();
        decimal peak = PointBounds.PeakBytesPerSecond(dram);
        var slower = sets.LastOrDefault(set => PointBounds.PeakBytesPerSecond(set) <= peak);
        var faster = sets.FirstOrDefault(set => PointBounds.PeakBytesPerSecond(set) > peak);
        foreach (var set in new[] { slower, faster })
            if (set is not null) yield return new("dram", $"dram {dram.Name} → {set.Name}", [$"dram={set.Name}"]);
    }

    private static Neighbour Change(string key, int from, int to) => new(key, $"{key} {from} → {to}", [$"{key}={to}"]);
}
