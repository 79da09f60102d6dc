namespace WageSim.Reports.Charts;

/// <summary>Who does what when.</summary>
public static class GanttChart
{
    private const double TrackHeight = 22;

    /// <summary>A line a track; spans are coloured by kind.</summary>
    public static string Draw(
        string title, Axis time, IReadOnlyList<string> kinds, IReadOnlyList<GanttTrack> tracks, int width)
    {
        var svg = new Svg(title, width);
        double top = Layout.Heading(svg, title);
        if (kinds.Count > 1) top = Layout.Legend(svg, top, kinds);
        top += 4;
        double names = tracks.Select(track => TextWidth.Of(track.Name)).DefaultIfEmpty(0).Max();
        double left = Math.Min(names + 8, width * 0.3), right = width - 12;
        double bottom = top + tracks.Count * TrackHeight;
        var times = tracks.SelectMany(track => track.Spans).SelectMany(span => (double[])[span.Start, span.End]);
        var scale = new Scale(time, times, left, right, Layout.MostTicks(svg));
        Layout.Horizontal(svg, scale, bottom, top);
        for (int i = 0; i < tracks.Count; i++)
        {
            double y = top + i * TrackHeight;
            svg.Text("e", left - 6, y + 15, TextWidth.Fit(tracks[i].Name, left - 8));
            svg.Line("g", left, y + TrackHeight, right, y + TrackHeight);
            foreach (var span in tracks[i].Spans)
            {
                svg.Begin($"{tracks[i].Name}: {span.Label}, {time.Quantity.Show(span.Start)} … {time.Quantity.Show(span.End)}");
                double wide = Math.Max(0.4, scale[span.End] - scale[span.Start]);
                svg.Rectangle(Palette.Fill(span.Kind), scale[span.Start], y + 3, wide, TrackHeight - 6);
                svg.End();
            }
        }
        return svg.Close(bottom + 40);
    }
}
