using WageSim.Reports.Pages;
using WageSim.Reports.Tables;

namespace WageSim.Reports.RunReports;

/// <summary>The price tables, with who says what.</summary>
internal static class Prices
{
    public static Section Of(RunSet set)
    {
        var tables = set.Runs.GroupBy(run => run.Result.PriceTable.Name).Select(group => group.First().Result.PriceTable).ToList();
        return new("prices", "Prices", string.Join(" ", tables.Select(table => $"{table.Name}: {table.Description}.")),
            [.. tables.Select((table, i) => Entries(table, tables.Count == 1 ? "prices" : $"prices-{i + 1}"))]);
    }

    private static Table Entries(PriceTableResult table, string key) => new Table(key, $"Price table: {table.Name}",
        "What one of each costs. An entry without a figure has none of that kind.",
        [
            new("entry", "Entry", Quantity.Text, "Name of the entry in the price table."),
            new("unit", "of one", Quantity.Text, "What the figures are for."),
            new("widthBits", "Bits", Quantity.Count, "Width of the operand or word that the figures are for."),
            new("picojoules", "Energy", Quantity.Energy, "Energy of one; of memories, of one read."),
            new("writePicojoules", "Write", Quantity.Energy, "Energy of a write, where it differs from a read's."),
            new("timesCurrents", "of currents", Quantity.Ratio, "Energy as a multiple of what the DRAM's data-sheet currents give."),
            new("squareMicrons", "Area", Quantity.Area, "Area of one."),
            new("milliwatts", "Leakage", Quantity.Power, "Power of one that nothing uses."),
            new("status", "Status", Quantity.Text,
                "Checked: agrees in independent copies of its source; derived: by the arithmetic given; convention: by custom."),
            new("source", "Source", Quantity.Text, "Who says so, and how it was derived."),
        ],
        [.. table.Entries.Select(entry => (object?[])
        [
            entry.Key, entry.Unit, entry.WidthBits == 0 ? null : entry.WidthBits, entry.Picojoules, entry.WritePicojoules,
                entry.TimesCurrents,
            entry.SquareMicrons, entry.Milliwatts / 1000, entry.Status, entry.Source,
        ])]).WithoutEmptyColumns();
}
