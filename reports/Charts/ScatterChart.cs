namespace WageSim.Reports.Charts;

/// <summary>Points over two measures, with lines such as ceilings or a Pareto front: both axes linear or logarithmic.</summary>
public static class ScatterChart
{
    private const double PlotHeight = 360, Radius = 5, LabelSize = 11;

    /// <summary>Groups of points differ in colour and shape; lines carry their names.</summary>
    public static string Draw(
        string title, Axis x, Axis y, IReadOnlyList<ScatterGroup> groups, IReadOnlyList<Series> lines, int width)
    {
        var svg = new Svg(title, width);
        double top = Layout.Heading(svg, title);
        if (groups.Count > 1)
        {
            top = Layout.Legend(svg, top, [.. groups.Select(group => group.Name)],
                (i, x, y, size) => svg.Mark(i, x + size / 2, y + size / 2, Radius));
        }
        top += 22;
        double bottom = top + (svg.IsNarrow ? PlotHeight * 0.75 : PlotHeight);
        var points = groups.SelectMany(group => group.Points).Select(point => (point.X, point.Y)).ToList();
        var all = points.Concat(lines.SelectMany(line => line.Points)).ToList();
        var vertical = new Scale(y, all.Select(point => point.Y), bottom, top);
        double left = Layout.LabelWidth(vertical), right = width - 12;
        var horizontal = new Scale(x, all.Select(point => point.X), left, right, Layout.MostTicks(svg));
        Layout.Vertical(svg, vertical, left, right);
        Layout.Horizontal(svg, horizontal, bottom, top);

        var taken = new List<(double Left, double Top, double Right, double Bottom)>();
        foreach (var (px, py) in points)
            taken.Add((horizontal[px] - Radius, vertical[py] - Radius, horizontal[px] + Radius, vertical[py] + Radius));
        foreach (var line in lines)
        {
            var path = line.Points.Select(point => (X: horizontal[point.X], Y: vertical[point.Y])).ToList();
            svg.Begin(line.Name);
            svg.Path("r", path);
            svg.End();
        }
        foreach (var line in lines) LineName(line);
        foreach (var line in lines) Block(line);
        // The first group is the one to be seen where marks lie on one another.
        for (int i = groups.Count - 1; i >= 0; i--)
        {
            foreach (var point in groups[i].Points)
            {
                svg.Begin($"{point.Label}: {x.Title} {x.Quantity.Show(point.X)}, {y.Title} {y.Quantity.Show(point.Y)}", point.Link);
                svg.Mark(i, horizontal[point.X], vertical[point.Y], Radius);
                svg.End(point.Link);
            }
        }
        foreach (var point in groups.SelectMany(group => group.Points).Where(point => point.IsLabelled))
        {
            double w = TextWidth.Of(point.Label, LabelSize), px = horizontal[point.X], py = vertical[point.Y];
            (double X, double Y)[] places = [(px + 8, py + 4), (px - 8 - w, py + 4), (px - w / 2, py - 9), (px - w / 2, py + 17)];
            foreach (var (lx, ly) in places)
            {
                if (!Take((lx, ly - 10, lx + w, ly + 3))) continue;
                svg.Text("q v", lx, ly, point.Label);
                break;
            }
        }
        return svg.Close(bottom + 40);

        // Labels of points keep off lines.
        void Block(Series line)
        {
            for (int i = 1; i < line.Points.Count; i++)
            {
                var (a, b) = (line.Points[i - 1], line.Points[i]);
                double ax = horizontal[a.X], ay = vertical[a.Y], bx = horizontal[b.X], by = vertical[b.Y];
                double steps = Math.Ceiling(Math.Max(Math.Abs(bx - ax), Math.Abs(by - ay)) / 4) + 1;
                for (int step = 0; step <= steps; step++)
                {
                    double px = ax + (bx - ax) * step / steps, py = ay + (by - ay) * step / steps;
                    taken.Add((px - 2, py - 2, px + 2, py + 2));
                }
            }
        }

        // At the first place along the line, from its right end, where nothing is: above it, or below.
        void LineName(Series line)
        {
            double w = TextWidth.Of(line.Name, LabelSize);
            for (int i = line.Points.Count - 1; i > 0; i--)
            {
                var (a, b) = (line.Points[i - 1], line.Points[i]);
                double ax = horizontal[a.X], ay = vertical[a.Y], bx = horizontal[b.X], by = vertical[b.Y];
                for (double share = 1; share >= 0; share -= 0.05)
                {
                    double px = ax + (bx - ax) * share, py = ay + (by - ay) * share;
                    (double X, double Y)[] places = [(px - w, py - 6), (px - w - 8, py - 6), (px + 8, py + 16), (px - w, py + 15)];
                    foreach (var (lx, ly) in places)
                    {
                        if (!Take((lx, ly - 10, lx + w, ly + 3))) continue;
                        svg.Text("v", lx, ly, line.Name);
                        return;
                    }
                }
            }
        }

        bool Take((double Left, double Top, double Right, double Bottom) box)
        {
            if (box.Left < left || box.Right > right || box.Top < top || box.Bottom > bottom) return false;
            if (taken.Any(other => box.Left < other.Right && other.Left < box.Right && box.Top < other.Bottom && other.Top < box.Bottom))
                return false;
            taken.Add(box);
            return true;
        }
    }
}
