namespace WageSim.Reports.Charts;

/// <summary>Amounts side by side: horizontal bars, so that long names stay readable.</summary>
public static class BarChart
{
    private const double GroupGap = 9;

    /// <summary>Each bar is the sum of its series.</summary>
    /// <param name="series">Names of the series; one alone has no legend.</param>
    /// <param name="firstColour">Colour of the first series; the others follow.</param>
    public static string Stacked(
        string title, Axis axis, IReadOnlyList<string> series, IReadOnlyList<BarGroup> groups, int width, int firstColour = 0)
    {
        var svg = new Svg(title, width);
        double y = Layout.Heading(svg, title);
        if (series.Count > 1) y = Layout.Legend(svg, y, series, firstColour);
        double top = y += 4;
        bool many = groups.Sum(group => group.Bars.Count) > 24;
        double thick = groups.Any(group => group.Bars.Count > 1) ? 12 : many ? 13 : 17;

        // Names stand left of the bars, or above them where there is little room.
        double names = groups.Select(group => TextWidth.Of(group.Label)).DefaultIfEmpty(0).Max();
        double inner = groups.SelectMany(group => group.Bars).Select(bar => TextWidth.Of(bar.Label, 11)).DefaultIfEmpty(0).Max();
        inner = inner == 0 ? 0 : Math.Min(inner + 6, width * 0.25);
        bool above = names > width * 0.34;
        double left = (above ? 2 : names + 8) + inner;
        double room = groups.SelectMany(group => group.Bars).Select(bar => TextWidth.Of(Total(bar))).DefaultIfEmpty(0).Max() + 8;
        double right = width - room;
        var sums = groups.SelectMany(group => group.Bars).Select(bar => bar.Values.Sum());
        var scale = new Scale(axis, sums, left, right, Layout.MostTicks(svg));
        double height = groups.Sum(group => group.Bars.Count * (thick + 2) + GroupGap + (above ? 16 : 0));
        Layout.Horizontal(svg, scale, top + height, top);

        foreach (var group in groups)
        {
            if (above)
            {
                svg.Text("", 2, y + 12, TextWidth.Fit(group.Label, width - 4));
                y += 16;
            }
            else
            {
                svg.Text("e", left - inner - 6, y + (GroupGap + group.Bars.Count * (thick + 2)) / 2 + 3, group.Label);
            }
            y += GroupGap / 2;
            foreach (var bar in group.Bars)
            {
                if (bar.Label != "") svg.Text("q e v", left - 5, y + thick / 2 + 4, TextWidth.Fit(bar.Label, inner - 4, 11));
                double from = 0;
                for (int i = 0; i < bar.Values.Count; i++)
                {
                    if (!(bar.Values[i] > 0)) continue;
                    string where = bar.Label == "" ? group.Label : $"{group.Label}, {bar.Label}";
                    string what = series.Count > 1 ? $"{where}, {series[i]}" : where;
                    svg.Begin($"{what}: {axis.Quantity.Show(bar.Values[i])}");
                    svg.Rectangle($"k {Palette.Fill(firstColour + i)}", scale[from], y, scale[from + bar.Values[i]] - scale[from], thick);
                    svg.End();
                    from += bar.Values[i];
                }
                svg.Begin(Parts(group, bar));
                svg.Text("q", scale[from] + 5, y + thick / 2 + 4, Total(bar));
                svg.End();
                y += thick + 2;
            }
            y += GroupGap / 2;
        }
        svg.Line("a", left, top, left, top + height);
        return svg.Close(top + height + 40);

        // Parts that are too thin to point at are told with the sum.
        string Parts(BarGroup group, Bar bar)
        {
            string where = bar.Label == "" ? group.Label : $"{group.Label}, {bar.Label}";
            var parts = bar.Values.Select((value, i) => (value, i)).Where(part => part.value > 0).ToList();
            return parts.Count < 2 ? $"{where}: {Total(bar)}" : $"{where}: {Total(bar)} = " +
                string.Join(" + ", parts.Select(part => $"{series[part.i]} {axis.Quantity.Show(part.value)}"));
        }

        string Total(Bar bar) => axis.Quantity.Show(bar.Values.Sum());
    }

    /// <summary>A bar of its own for each series of a category.</summary>
    public static string Grouped(
        string title, Axis axis, IReadOnlyList<string> series, IReadOnlyList<(string Label, IReadOnlyList<double> Values)> categories,
        int width)
    {
        var groups = categories.Select(category => new BarGroup(category.Label, [.. category.Values.Select((value, i) =>
            new Bar("", [.. category.Values.Select((_, other) => other == i ? value : 0)]))])).ToList();
        return Stacked(title, axis, series, groups, width);
    }
}
