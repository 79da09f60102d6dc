namespace WageSim.Reports.Charts;

/// <summary>Values over time.</summary>
public static class LineChart
{
    private const double PlotHeight = 230;
    private const int MostMarks = 64;

    /// <summary>Lines over a common axis; hovering over a point shows both its values.</summary>
    public static string Draw(string title, Axis x, Axis y, IReadOnlyList<Series> series, int width)
    {
        var svg = new Svg(title, width);
        double top = Layout.Heading(svg, title);
        if (series.Count > 1) top = Layout.Legend(svg, top, [.. series.Select(one => one.Name)], Sign);
        top += 22;
        double bottom = top + PlotHeight;
        var points = series.SelectMany(one => one.Points).Where(point => double.IsFinite(point.Y)).ToList();
        var vertical = new Scale(y, points.Select(point => point.Y), bottom, top);
        double left = Layout.LabelWidth(vertical), right = width - 12;
        var horizontal = new Scale(x with { FromZero = false }, points.Select(point => point.X), left, right, Layout.MostTicks(svg));
        Layout.Vertical(svg, vertical, left, right);
        Layout.Horizontal(svg, horizontal, bottom, top);
        for (int i = 0; i < series.Count; i++)
        {
            var shown = Thinned(series[i].Points, 2 * width);
            foreach (var part in Parts(shown))
                if (part.Count > 1) svg.Path($"l {Palette.Stroke(i)}", part.Select(point => (horizontal[point.X], vertical[point.Y])));
            double radius = shown.Count <= MostMarks ? 3.2 : 1.2;
            foreach (var (px, py) in shown.Where(point => double.IsFinite(point.Y)))
            {
                svg.Begin($"{series[i].Name}: {y.Quantity.Show(py)} at {x.Title} {x.Quantity.Show(px)}");
                svg.Mark(i, horizontal[px], vertical[py], radius);
                svg.End();
            }
        }
        return svg.Close(bottom + 40);

        void Sign(int i, double left, double top, double size)
        {
            svg.Line($"l {Palette.Stroke(i)}", left - 2, top + size / 2, left + size + 2, top + size / 2);
            svg.Mark(i, left + size / 2, top + size / 2, 3.2);
        }
    }

    // Without its gaps.
    private static IEnumerable<List<(double X, double Y)>> Parts(IReadOnlyList<(double X, double Y)> points)
    {
        var part = new List<(double, double)>();
        foreach (var point in points)
        {
            if (double.IsFinite(point.Y))
            {
                part.Add(point);
                continue;
            }
            yield return part;
            part = [];
        }
        yield return part;
    }

    // Of very many points, the lowest and the highest of each stretch: what the eye would see of all of them.
    private static IReadOnlyList<(double X, double Y)> Thinned(IReadOnlyList<(double X, double Y)> points, int most)
    {
        if (points.Count <= most) return points;
        int stretch = (points.Count + most / 2 - 1) / (most / 2);
        return [.. points.Chunk(stretch).SelectMany(part =>
            ((double X, double Y)[])[part.MinBy(point => point.Y), part.MaxBy(point => point.Y)]).OrderBy(point => point.X)];
    }
}
