namespace WageSim.Reports.Charts;

/// <summary>What charts have in common: heading, legend and axes.</summary>
internal static class Layout
{
    private const double LineHeight = 17, Gap = 14, Swatch = 11;

    /// <summary>Draws the title, on as many lines as it takes, and returns the pixel below it.</summary>
    public static double Heading(Svg svg, string title)
    {
        double y = 2;
        foreach (string line in Lines(title, svg.Width - 8, 13.5))
        {
            y += LineHeight;
            svg.Text("t", 2, y - 3, line);
        }
        return y + 4;
    }

    /// <summary>Draws the names of series beside what they are drawn with, and returns the pixel below them.</summary>
    /// <param name="swatch">Draws the n-th series' sign into a square of some pixels whose left upper corner is given.</param>
    public static double Legend(Svg svg, double top, IReadOnlyList<string> names, Action<int, double, double, double> swatch)
    {
        double x = 2, y = top;
        for (int i = 0; i < names.Count; i++)
        {
            string name = TextWidth.Fit(names[i], svg.Width - Swatch - Gap);
            double width = Swatch + 6 + TextWidth.Of(name);
            if (x > 2 && x + width > svg.Width) (x, y) = (2, y + LineHeight);
            swatch(i, x, y + 2, Swatch);
            svg.Text("", x + Swatch + 5, y + 12, name);
            x += width + Gap;
        }
        return names.Count == 0 ? top : y + LineHeight + 5;
    }

    /// <summary>A legend of filled squares.</summary>
    public static double Legend(Svg svg, double top, IReadOnlyList<string> names, int firstColour = 0) => Legend(
        svg, top, names, (i, x, y, size) => svg.Rectangle(Palette.Fill(firstColour + i), x, y, size, size));

    /// <summary>Ticks that a horizontal axis has room for.</summary>
    public static int MostTicks(Svg svg) => Math.Clamp((int)svg.Width / 70, 4, 10);

    /// <summary>Pixels that the labels of a vertical axis need.</summary>
    public static double LabelWidth(Scale scale) => scale.Ticks.Select(tick => TextWidth.Of(tick.Label)).DefaultIfEmpty(0).Max() + 8;

    /// <summary>Grid, labels and title of a vertical axis at x, up to right; the title stands above it.</summary>
    public static void Vertical(Svg svg, Scale scale, double x, double right)
    {
        foreach (var (value, label) in scale.Ticks)
        {
            svg.Line("g", x, scale[value], right, scale[value]);
            svg.Text("q e", x - 6, scale[value] + 4, label);
        }
        svg.Text("q", 2, scale.To - 10, TextWidth.Fit(scale.Title, svg.Width - 4));
    }

    /// <summary>Grid, labels and title of a horizontal axis at y, up to top.</summary>
    public static void Horizontal(Svg svg, Scale scale, double y, double top)
    {
        double free = double.NegativeInfinity;
        foreach (var (value, label) in scale.Ticks)
        {
            double half = TextWidth.Of(label) / 2, x = Math.Clamp(scale[value], half + 1, svg.Width - half - 1);
            svg.Line("g", scale[value], top, scale[value], y);
            if (x - half < free) continue;
            svg.Text("q c", x, y + 16, label);
            free = x + half + 6;
        }
        svg.Line("a", scale.From, y, scale.To, y);
        string title = TextWidth.Fit(scale.Title, svg.Width - 4);
        double middle = TextWidth.Of(title) / 2;
        svg.Text("q c", Math.Clamp((scale.From + scale.To) / 2, middle, svg.Width - middle), y + 33, title);
    }

    private static IEnumerable<string> Lines(string text, double width, double size)
    {
        string line = "";
        foreach (string word in text.Split(' '))
        {
            string longer = line == "" ? word : $"{line} {word}";
            if (line != "" && TextWidth.Of(longer, size) > width)
            {
                yield return line;
                longer = word;
            }
            line = longer;
        }
        yield return TextWidth.Fit(line, width, size);
    }
}
