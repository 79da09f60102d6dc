using System.Text.Json;
using WageSim.Reports.Pages;
using WageSim.Reports.Tables;

namespace WageSim.Reports.RunReports;

/// <summary>The price tables, with who says what.</summary>
internal static class Prices
{
    // As sources have it: 0.2 pJ, not 200 fJ.
    private static readonly Quantity picojoules = Quantity.In("pJ");

    public static Section Of(RunSet set)
    {
        // Tables of one name may differ: a file can be called anything, and change between two runs.
        var tables = set.Runs.GroupBy(run => JsonSerializer.Serialize(run.Result.PriceTable)).ToList();
        return new("prices", "Prices", string.Join(" ", tables.Select(runs => Heading(set, runs))),
            [.. tables.Select((runs, i) => Entries(runs.First().Result.PriceTable, tables.Count == 1 ? "prices" : $"prices-{i + 1}"))]);
    }

    private static string Heading(RunSet set, IEnumerable<ReportRun> runs)
    {
        var table = runs.First().Result.PriceTable;
        string whose = set.IsOne ? "" : $" (of {string.Join(", ", runs.Select(set.BarName))})";
        return $"{table.Name}{whose}: {table.Description}.";
    }

    private static Table Entries(PriceTableResult table, string key) => new Table(key, $"Price table: {table.Name}",
        "What one of each costs. An entry without a figure has none of that kind.",
        [
            new("entry", "Entry", Quantity.Text, "Name of the entry in the price table."),
            new("unit", "of one", Quantity.Text, "What the figures are for."),
            new("widthBits", "Bits", Quantity.Count, "Width of the operand or word that the figures are for."),
            new("otherBits", "by", Quantity.Count, "Width of a PE's other operand."),
            new("bytes", "Bytes", Quantity.Count, "Capacity of an SRAM."),
            new("picojoules", "Energy", picojoules, "Energy of one; of memories, of one read."),
            new("writePicojoules", "Write", picojoules, "Energy of a write, where it differs from a read's."),
            new("timesCurrents", "of currents", Quantity.Ratio, "Energy as a multiple of what the DRAM's data-sheet currents give."),
            new("squareMicrons", "Area", Quantity.Area, "Area of one."),
            new("milliwatts", "Leakage", Quantity.Power, "Power of one that nothing uses."),
            new("status", "Status", Quantity.Text,
                "Checked: agrees in independent copies of its source; derived: by the arithmetic given; convention: by custom."),
            new("source", "Source", Quantity.Text, "Who says so, how it was derived, and what others say."),
        ],
        [.. table.Entries.Select(entry => (object?[])
        [
            entry.Key, entry.Unit, Some(entry.WidthBits), Some(entry.OtherBits), Some(entry.Bytes), entry.Picojoules,
            entry.WritePicojoules, entry.TimesCurrents, entry.SquareMicrons, entry.Milliwatts / 1000, entry.Status,
            entry.Note is null ? entry.Source : $"{entry.Source}; others: {entry.Note}",
        ])]).WithoutEmptyColumns();

    private static int? Some(int number) => number == 0 ? null : number;
}
