namespace WageSim.Reports.Charts;

/// <summary>How several things divide their time, all along it.</summary>
public static class StripChart
{
    private const double TrackHeight = 40, Gap = 8;

    /// <summary>A strip a track: the parts of each stretch of time lie on one another, the first kind on the strip's foot.</summary>
    /// <param name="end">Time at the end of the last stretch; the first begins at 0.</param>
    public static string Draw(string title, Axis time, double end, IReadOnlyList<string> kinds, IReadOnlyList<StripTrack> tracks, int width)
    {
        var svg = new Svg(title, width);
        double top = Layout.Heading(svg, title);
        if (kinds.Count > 1) top = Layout.Legend(svg, top, kinds);
        top += 4;
        double names = tracks.Select(track => TextWidth.Of(track.Name)).DefaultIfEmpty(0).Max();
        double left = Math.Min(names + 8, width * 0.3), right = width - 12, bottom = top + tracks.Count * (TrackHeight + Gap);
        var scale = new Scale(time, [end], left, right, Layout.MostTicks(svg));
        Layout.Horizontal(svg, scale, bottom, top);
        for (int i = 0; i < tracks.Count; i++)
        {
            double y = top + i * (TrackHeight + Gap);
            svg.Rectangle("x", left, y, right - left, TrackHeight);
            svg.Text("e", left - 6, y + TrackHeight / 2 + 4, TextWidth.Fit(tracks[i].Name, left - 8));
            int most = (int)((right - left) / 2);
            double[][] parts = [.. tracks[i].Parts.Select(part => Joined(part, most))];
            for (int kind = 0; kind < parts.Length; kind++)
            {
                if (!parts[kind].Any(part => part > 0)) continue;
                svg.Begin($"{tracks[i].Name}, {kinds[kind]}: {tracks[i].Parts[kind].Average() * 100:0.0} %");
                svg.Path(Palette.Fill(kind), Outline(parts, kind, left, right, y));
                svg.End();
            }
        }
        return svg.Close(bottom + 40);
    }

    // Along the lower edge of a kind's area, which is the upper one of those below it, and back along its own.
    private static IEnumerable<(double X, double Y)> Outline(double[][] parts, int kind, double left, double right, double y)
    {
        int count = parts[kind].Length;
        double step = (right - left) / count;
        var lower = new List<(double, double)>();
        var upper = new List<(double, double)>();
        for (int i = 0; i < count; i++)
        {
            double below = 0;
            for (int other = 0; other < kind; other++) below += parts[other][i];
            double from = y + TrackHeight * (1 - below), to = from - TrackHeight * parts[kind][i];
            lower.AddRange([(left + i * step, from), (left + (i + 1) * step, from)]);
            upper.AddRange([(left + i * step, to), (left + (i + 1) * step, to)]);
        }
        upper.Reverse();
        return [.. lower, .. upper];
    }

    // Neighbours together, so that no stretch is narrower than the eye sees.
    private static double[] Joined(IReadOnlyList<double> parts, int most)
    {
        int each = Math.Max(1, (parts.Count + most - 1) / most);
        return [.. parts.Chunk(each).Select(chunk => chunk.Average())];
    }
}
