using WageSim.Models.Costs;
using WageSim.Reports.Charts;
using WageSim.Reports.Pages;
using WageSim.Reports.Tables;

namespace WageSim.Reports.RunReports;

/// <summary>What memories pass on.</summary>
internal static class Traffic
{
    private const int WordBytes = 4;

    private static readonly (string Key, string Heading, Activity Count, long Bytes, string Explanation)[] ways =
    [
        ("dramRead", "DRAM read", Activity.DramReadByte, 1, "Bytes of bursts read from DRAM, used or not."),
        ("dramWrite", "DRAM written", Activity.DramWriteByte, 1, "Bytes of bursts written to DRAM."),
        ("scratchpadRead", "Scratchpad read", Activity.ScratchpadReadByte, 1, "Bytes of words read from scratchpad banks, used or not."),
        ("scratchpadWrite", "Scratchpad written", Activity.ScratchpadWriteByte, 1, "Bytes of words written to scratchpad banks."),
        ("accumulatorRead", "Accumulators read", Activity.AccumulatorReadWord, WordBytes, "Sums of 32 bits read from accumulator banks."),
        ("accumulatorWrite", "Accumulators written", Activity.AccumulatorWriteWord, WordBytes,
            "Sums of 32 bits written to accumulator banks."),
    ];

    /// <summary>Bytes read from and written to DRAM.</summary>
    public static long DramBytes(IReadOnlyDictionary<string, long> activity) => LayerSum.Dram(activity);

    /// <summary>Bytes read from and written to scratchpad banks.</summary>
    public static long ScratchpadBytes(IReadOnlyDictionary<string, long> activity) => Bytes(activity, 2) + Bytes(activity, 3);

    public static Section Of(RunSet set) => new("traffic", "Memory traffic", "What passes the ports of DRAM, scratchpad and accumulators.",
    [
        Chart(set, "dram", "DRAM", DramBytes), Chart(set, "scratchpad", "scratchpad", ScratchpadBytes),
        set.Compare("traffic", "Bytes by memory and direction", "", [new("memory", "Memory", Quantity.Text, "Memory and direction.")],
            new("bytes", "Bytes", Quantity.Bytes, "Bytes in all steps."),
            ways.Select((way, i) => (new object?[] { way.Heading },
                (IReadOnlyList<object?>)[.. set.Runs.Select(run => (object?)Bytes(run.Result.Activity, i))])), null),
        set.Each(Layers),
        Rows(set),
    ]);

    private static Figure Chart(RunSet set, string key, string name, Func<IReadOnlyDictionary<string, long>, long> bytes)
    {
        string title = $"Bytes from and to {name}, by {set.Row} and phase";
        return new($"traffic-{key}", title, $"A bar a {set.Row}; its parts are the phases of training. Reads and writes together.",
            width => BarChart.Stacked(title, new("traffic", Quantity.Bytes), set.Phases, set.ByLayer(part => bytes(part.Activity)), width));
    }

    private static Table Layers(ReportRun run) => new("traffic-layers", "Bytes by layer and phase", "",
        [Energy.LayerColumn, Energy.PhaseColumn, .. ways.Select(way => new Column(way.Key, way.Heading, Quantity.Bytes, way.Explanation))],
        [.. run.Result.Layers.Select(part =>
            (object?[])[part.Name, part.Phase, .. ways.Select((_, i) => (object?)Bytes(part.Activity, i))])])
    {
        Total = ["all", "", .. ways.Select((_, i) => (object?)Bytes(run.Result.Activity, i))],
    };

    private static Table Rows(RunSet set) =>
        new("dram-rows", "DRAM rows", "Channels work as one: all make the same access in the same cycle.",
        [
            new("run", "Run", Quantity.Text, "Which of the runs of this page."),
            new("rowHits", "Row hits", Quantity.Count, "Bursts that found their row open."),
            new("rowMisses", "Row misses", Quantity.Count, "Bursts that found their bank closed."),
            new("rowConflicts", "Row conflicts", Quantity.Count, "Bursts that found another row open, which is closed first."),
            new("hitRate", "Hit rate", Quantity.Share, "Row hits divided by all bursts."),
            new("activates", "Activates", Quantity.Count, "Rows opened."),
            new("refreshes", "Refreshes", Quantity.Count, "Refreshes of all banks."),
            new("readBursts", "Read bursts", Quantity.Count, "Bursts read."),
            new("writeBursts", "Write bursts", Quantity.Count, "Bursts written."),
        ],
        [.. set.Runs.Select(run => (run.Name, Dram: run.Result.Dram)).Select(at => (object?[])
        [
            at.Name, at.Dram.RowHits, at.Dram.RowMisses, at.Dram.RowConflicts,
            Arithmetic.Share(at.Dram.RowHits, at.Dram.RowHits + at.Dram.RowMisses + at.Dram.RowConflicts),
            at.Dram.Activates, at.Dram.Refreshes, at.Dram.ReadBursts, at.Dram.WriteBursts,
        ])]);

    private static long Bytes(IReadOnlyDictionary<string, long> activity, int way) =>
        activity.GetValueOrDefault($"{ways[way].Count}") * ways[way].Bytes;
}
