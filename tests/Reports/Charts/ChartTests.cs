using WageSim.Reports.Charts;
using WageSim.Reports.Tables;

namespace WageSim.Tests.Reports.Charts;

public sealed class ChartTests
{
    private static readonly string[] phases = ["forward", "loss", "error", "gradient", "update"];
    private static readonly string[] layers =
        ["conv0", "fc<&\">1", "a name of a layer that is longer than any figure has room for, and more"];

    public static TheoryData<int> Widths => [350, 530, 920];

    [Fact]
    public void Marks_of_the_first_group_lie_on_those_of_the_others()
    {
        ScatterGroup[] groups = [.. new[] { "front", "behind" }.Select(name => new ScatterGroup(name, [new(name, 1, 1)]))];
        string svg = ScatterChart.Draw("Points", new("x", Quantity.Number), new("y", Quantity.Number), groups, [], 600);
        Assert.True(svg.IndexOf("front: x", StringComparison.Ordinal) > svg.IndexOf("behind: x", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Widths))]
    public void Lines_are_readable(int width)
    {
        foreach (int points in (int[])[0, 1, 2, 40, 5000])
        {
            var series = phases.Select((name, i) =>
                new Series(name, [.. Enumerable.Range(0, points).Select(x => ((double)x, 1e9 * (i + 1) / (x + 1)))]));
            var drawing = new Drawing(
                LineChart.Draw("Loss", new("epoch", Quantity.Count), new("energy", Quantity.Energy), [.. series], width));
            drawing.IsReadable();
            if (points is > 0 and < 300) Assert.Equal(points * phases.Length, drawing.Tips.Count);
            if (points > 0) Assert.Contains("forward: 1.00 mJ at epoch 0", drawing.Tips);
        }
    }

    [Theory, MemberData(nameof(Widths))]
    public void A_value_that_is_not_a_number_leaves_a_gap(int width)
    {
        var drawing = new Drawing(LineChart.Draw("Loss", new("epoch", Quantity.Count), new("loss", Quantity.Number),
            [new("train", [(0, 1), (1, double.NaN), (2, 3), (3, 4)])], width));
        Assert.Equal(3, drawing.Tips.Count);
        Assert.Single(drawing.Root.Elements(), element => element.Attribute("class")?.Value == "l s0 d0");
    }

    [Theory, MemberData(nameof(Widths))]
    public void Bars_are_readable_and_say_their_values(int width)
    {
        foreach (int runs in (int[])[1, 2, 5])
        {
            var groups = layers.Select(layer => new BarGroup(layer, [.. Enumerable.Range(0, runs)
                .Select(run => new Bar(runs == 1 ? "" : $"run {run}", [.. phases.Select((_, i) => 1e6 * i * (run + 1))]))]));
            var drawing = new Drawing(BarChart.Stacked("Energy", new("energy", Quantity.Energy), phases, [.. groups], width));
            drawing.IsReadable();
            Assert.Equal(layers.Length * runs * 4, drawing.Marks.Count); // the first phase is nothing
            Assert.Contains(runs == 1 ? "conv0, update: 4.00 µJ" : "conv0, run 0, update: 4.00 µJ", drawing.Tips);
            Assert.Contains("10.0 µJ", drawing.Words.Select(word => word.Text));
        }
    }

    [Fact]
    public void Bars_are_as_long_as_their_values()
    {
        var drawing = new Drawing(BarChart.Grouped(
            "Energy", new("energy", Quantity.Energy), ["A", "B"], [("DRAM", [100, 50]), ("MACs", [25, 0])], 530));
        double[] lengths = [.. drawing.Marks.Select(mark => double.Parse(mark.Attribute("width")!.Value))];
        Assert.Equal(3, lengths.Length);
        Assert.Equal(lengths[0] / 2, lengths[1], 1);
        Assert.Equal(lengths[0] / 4, lengths[2], 1);
    }

    [Theory, MemberData(nameof(Widths))]
    public void Heat_maps_are_readable(int width)
    {
        foreach (int columns in (int[])[1, 5, 24])
        {
            var values = new double?[layers.Length, columns];
            for (int i = 0; i < values.Length - 1; i++) values[i / columns, i % columns] = i * 0.01;
            var drawing = new Drawing(HeatMap.Draw("Utilisation", "layer", layers, "phase",
                [.. Enumerable.Range(0, columns).Select(i => $"column {i}")], values, Quantity.Share, width, 1, (r, c) => $"#{r}-{c}"));
            drawing.IsReadable();
            Assert.Equal(values.Length - 1, drawing.Tips.Count);
            Assert.Contains("conv0, column 0: 0.0 %", drawing.Tips);
        }
        new Drawing(HeatMap.Draw("Nothing", "layer", ["a"], "phase", ["b"], new double?[1, 1], Quantity.Share, width)).IsReadable();
    }

    [Theory, MemberData(nameof(Widths))]
    public void Scatter_charts_are_readable_however_crowded(int width)
    {
        var random = new Random(1);
        foreach (int points in (int[])[0, 1, 60])
        {
            var groups = phases.Select(phase => new ScatterGroup(phase, [.. Enumerable.Range(0, points).Select(i => new ScatterPoint(
                $"layer {i} {phase}", Math.Exp(6 * random.NextDouble()), Math.Exp(5 * random.NextDouble())) { Link = $"#{i}" })]));
            Series[] lines =
                [new("256 products a cycle", [(0.1, 1), (25.6, 256), (1000, 256)]), new("8 bytes a cycle", [(0.1, 0.8), (32, 256)])];
            var drawing = new Drawing(ScatterChart.Draw("Roofline", new("products per byte", Quantity.Number, true),
                new("products per cycle", Quantity.Number, true), [.. groups], lines, width));
            drawing.IsReadable();
            Assert.Equal(points * phases.Length + 2, drawing.Tips.Count);
        }
    }

    [Theory, MemberData(nameof(Widths))]
    public void Icicles_are_readable_and_fill_their_parents(int width)
    {
        var root = new TreeNode("chip", 1000, "", [
            new("scratchpad", 700, "16 banks", [new("banks", 690, "", []), new("a part with a very long name indeed", 10, "", [])]),
            new("array", 300, "",
                [new("PEs", 300, "", [new("multipliers", 299, "", []), new("adders", 1, "", []), new("nothing", 0, "", [])])])]);
        var drawing = new Drawing(IcicleChart.Draw("Area", root, Quantity.Area, width));
        drawing.IsReadable();
        Assert.Equal(8, drawing.Tips.Count);
        Assert.Contains("scratchpad: 700 µm², 70.0 % of all; 16 banks", drawing.Tips);
        double height = Height("chip");
        Assert.Equal(0.7 * height, Height("scratchpad"), 1);
        Assert.Equal(height, Height("banks") + Height("a part") + Height("multipliers") + Height("adders"), 1);

        double Height(string name) => double.Parse(drawing.Root.Elements()
            .Single(group => group.Value.StartsWith(name, StringComparison.Ordinal)).Elements()
            .Single(element => element.Name.LocalName == "rect").Attribute("height")!.Value);
    }

    [Theory, MemberData(nameof(Widths))]
    public void Timelines_are_readable(int width)
    {
        foreach (int spans in (int[])[0, 1, 100])
        {
            var tracks = layers.Select(name => new GanttTrack(name,
                [.. Enumerable.Range(0, spans).Select(i => new GanttSpan(i * 100, i * 100 + 60, i % phases.Length, "conv0"))]));
            var drawing = new Drawing(GanttChart.Draw("A step", new("cycle", Quantity.Cycles), phases, [.. tracks], width));
            drawing.IsReadable();
            Assert.Equal(spans * layers.Length, drawing.Tips.Count);
        }
    }

    [Fact]
    public void A_file_of_its_own_brings_its_colours()
    {
        string chart = BarChart.Stacked("Energy", new("energy", Quantity.Energy), ["energy"], [new("DRAM", 3e6)], 530);
        var file = new Drawing(ChartStyle.Standalone(chart));
        file.IsReadable();
        string style = file.Root.Elements().First().Value;
        Assert.Contains(Palette.Light[7], style);
        Assert.Contains(Palette.Dark[7], style);
        foreach (string name in Drawing.Classes(chart)) Assert.Matches($@"\.{name}\b", style);
    }
}
