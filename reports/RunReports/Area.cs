using WageSim.Reports.Charts;
using WageSim.Reports.Pages;
using WageSim.Reports.Tables;

namespace WageSim.Reports.RunReports;

/// <summary>What the chip's parts take of it.</summary>
internal static class Area
{
    public static Section Of(RunSet set)
    {
        string[] components =
            [.. set.Runs.SelectMany(run => run.Result.Area.Components.Keys).Distinct().Where(key =>
                set.Runs.Any(run => At(run, key) != 0))];
        var total = set.Compare("area-components", "Area by component", "",
            [new("component", "Component", Quantity.Text, "Block of the chip.")],
            new("area", "Area", Quantity.Area, "Of all parts of the block together."),
            components.Select(key =>
                (new object?[] { Words.From(key) }, (IReadOnlyList<object?>)[.. set.Runs.Select(run => (object?)At(run, key))])),
            [.. set.Runs.Select(run => (object?)run.Result.Area.TotalSquareMicrons)]);
        if (components.Length == 0)
            return new("area", "Area", "", [new Paragraph("The price table has no areas."), total]);
        return new("area", "Area",
            "Parts for which the price table has an area; wiring and input-output pads are not in it, and DRAM is another chip.",
        [
            .. set.IsOne ? [] : (IBlock[])[new Figure("area-by-component", "Area by component", "Blocks of the chips.",
                width => BarChart.Grouped("Area by component", new("area", Quantity.Area), set.Names,
                    set.ByKey(components, (run, key) => (double)At(run, key)), width)) { IsWide = true }],
            .. set.Runs.Select((run, i) => Tree(set, run, i)),
            total, .. SchemeArea.Of(set), set.Each(Parts),
        ]);
    }

    private static Figure Tree(RunSet set, ReportRun run, int i)
    {
        string title = $"Area of the chip{(set.IsOne ? "" : $": {run.Name}")}";
        return new(set.IsOne ? "area" : $"area-{RunSet.Letter(i)}", title,
            "Each part's height is its area; to its right are the parts it is made of.",
            width => IcicleChart.Draw(title, Node(run.Result.Area.Tree), Quantity.Area, width)) { IsWide = set.IsOne };
    }

    private static TreeNode Node(AreaNodeResult node) => new(
        node.Name, (double)node.SquareMicrons, node.Derivation, [.. node.Children.Select(Node)]);

    private static Table Parts(ReportRun run)
    {
        var nodes = Flat(run.Result.Area.Tree, 0).ToList();
        return new("area-parts", "Area by part", "A part's area is the sum of those indented below it.",
            [
                new("part", "Part", Quantity.Text, "Part of the chip, below the part it belongs to."),
                new("level", "Level", Quantity.Count, "Depth in the tree; 0 is the whole chip."),
                new("count", "Count", Quantity.Count, "How many there are on the chip."),
                new("area", "Area", Quantity.Area, "Of all of them together."),
                new("share", "Share", Quantity.Share, "Part of the whole chip's area."),
                new("entries", "Entries", Quantity.Text, "Entries of the price table that it is made of."),
                new("derivation", "Derivation", Quantity.Text, "How it follows from them."),
            ],
            [.. nodes.Select(at => (object?[])
            [
                at.Node.Name, at.Depth, at.Node.Count, at.Node.SquareMicrons,
                Arithmetic.Share(at.Node.SquareMicrons, run.Result.Area.TotalSquareMicrons),
                string.Join(", ", at.Node.Entries), at.Node.Derivation,
            ])])
        {
            Depths = [.. nodes.Select(at => at.Depth)],
        };
    }

    private static IEnumerable<(AreaNodeResult Node, int Depth)> Flat(AreaNodeResult node, int depth) =>
        [(node, depth), .. node.Children.SelectMany(child => Flat(child, depth + 1))];

    private static decimal At(ReportRun run, string component) => run.Result.Area.Components.GetValueOrDefault(component);
}
