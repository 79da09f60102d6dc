using WageSim.CommandLine;
using WageSim.Models.Costs;

namespace WageSim.Commands;

/// <summary>What `costs` prints.</summary>
internal static class CostTables
{
    /// <summary>A table's entries, then their sources: each a line that a narrow terminal can wrap.</summary>
    public static void Table(PriceTable table)
    {
        Output.Table($"prices {table.Name}: {table.Description}",
            [("entry", false), ("of one", false), ("bits", true), ("pJ", true), ("µm²", true), ("mW", true), ("status", false)],
            table.Entries.Select(entry => new[]
            {
                entry.Key, Unit(entry.Value), Bits(entry.Value), Energy(entry.Value), Number(entry.Value.SquareMicrons),
                Number(entry.Value.Milliwatts), entry.Value.Status,
            }));
        Output.Table("sources", [("entry", false), ("source", false)],
            table.Entries.Select(entry => new[]
            {
                entry.Key, entry.Value.Note is { } note ? $"{entry.Value.Source}; note: {note}" : entry.Value.Source,
            }));
    }

    /// <summary>A chip's prices with their derivations, and its area.</summary>
    public static void Chip(ChipPrices prices)
    {
        Output.Table($"energy on chip {prices.Chip.Name}",
            [("component", false), ("item", false), ("each", false), ("pJ", true)],
            prices.Energy.Select(price => new[] { price.Component, price.Item, price.Unit, Derived(price.Picojoules) }));
        Output.Table("derivations of energy", [("component", false), ("item", false), ("derivation [entries]", false)],
            prices.Energy.Select(price => new[]
            {
                price.Component, price.Item, $"{price.Derivation} [{string.Join(", ", price.Entries)}]",
            }));
        decimal total = prices.Area.SquareMicrons;
        Output.Table($"area of chip {prices.Chip.Name}",
            [("part", false), ("count", true), ("µm² each", true), ("area", true), ("share", true)],
            Nodes(prices.Area, 0).Select(node => new[]
            {
                new string(' ', 2 * node.Depth) + node.Node.Name, Format.Count(node.Node.Count),
                node.Node.Children.Count > 0 ? "" : Derived(node.Node.Each),
                Format.Area(node.Node.SquareMicrons), Format.Share((double)node.Node.SquareMicrons, (double)total),
            }));
        Output.Table("derivations of area", [("part", false), ("derivation [entries]", false)],
            prices.Area.Leaves.Select(leaf => new[] { leaf.Name, $"{leaf.Derivation} [{string.Join(", ", leaf.Entries)}]" }));
    }

    /// <summary>Area of the parts, in the widths, that each scheme needs on the chip.</summary>
    public static void Needs(ChipPrices prices, IReadOnlyList<SchemeNeeds> schemes)
    {
        Output.Table($"area on chip {prices.Chip.Name} that a scheme needs",
            [("part", false), ("on the chip", true), .. schemes.Select(scheme => (scheme.Name, true))],
            [
                .. schemes[0].Parts.Select((part, i) => (string[])
                    [part.Part, Format.Area(part.OnChip), .. schemes.Select(scheme => Format.Area(scheme.Parts[i].SquareMicrons))]),
                ["all", Format.Area(prices.Area.SquareMicrons),
                    .. schemes.Select(scheme => Format.Area(scheme.Parts.Sum(part => part.SquareMicrons)))],
            ]);
        Output.Table("widths that a scheme needs", [("part", false), .. schemes.Select(scheme => (scheme.Name, false))],
            schemes[0].Parts.Select((part, i) => (string[])[part.Part, .. schemes.Select(scheme => scheme.Parts[i].Width)]));
    }

    private static IEnumerable<(AreaNode Node, int Depth)> Nodes(AreaNode node, int depth) =>
        node.Children.SelectMany(child => Nodes(child, depth + 1)).Prepend((node, depth));

    private static string Unit(PriceEntry entry) => entry.Bytes > 0 ? $"{entry.Unit} to {Format.Bytes(entry.Bytes)}" : entry.Unit;

    private static string Bits(PriceEntry entry) =>
        entry.OtherBits > 0 ? $"{entry.WidthBits}×{entry.OtherBits}" : entry.WidthBits > 0 ? $"{entry.WidthBits}" : "";

    private static string Energy(PriceEntry entry) =>
        entry.TimesCurrents is { } times ? $"{Number(times)} × currents"
        : entry.WritePicojoules is { } write ? $"{Number(entry.Picojoules)} / {Number(write)}"
        : Number(entry.Picojoules);

    private static string Number(decimal? value) =>
        value?.ToString("#,##0.##########", System.Globalization.CultureInfo.InvariantCulture) ?? "";

    private static string Derived(decimal value) => Format.Number((double)value, value is > 0 and < 0.01m ? 6 : 3);
}
