using System.Globalization;
using System.Text;
using WageSim.Reports.Pages;

namespace WageSim.Reports.Charts;

/// <summary>The text of one SVG picture; colours are classes of <see cref="ChartStyle"/>.</summary>
internal sealed class Svg(string title, double width)
{
    private readonly StringBuilder body = new();

    /// <summary>Width of the picture in pixels; its height is given at the end.</summary>
    public double Width => width;

    /// <summary>Whether the picture is for a phone.</summary>
    public bool IsNarrow => width < 480;

    public void Line(string classes, double x1, double y1, double x2, double y2) =>
        body.Append($"<line class=\"{classes}\" x1=\"{N(x1)}\" y1=\"{N(y1)}\" x2=\"{N(x2)}\" y2=\"{N(y2)}\"/>");

    public void Rectangle(string classes, double x, double y, double width, double height, string? style = null) => body.Append(
        $"<rect class=\"{classes}\" x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(Math.Max(0, width))}\" height=\"{N(Math.Max(0, height))}\"" +
        $"{(style is null ? "" : $" style=\"{style}\"")}/>");

    public void Path(string classes, IEnumerable<(double X, double Y)> points) =>
        body.Append($"<path class=\"{classes}\" d=\"M{string.Join("L", points.Select(point => $"{N(point.X)} {N(point.Y)}"))}\"/>");

    /// <summary>Text whose baseline begins, ends (class e) or has its middle (class c) there.</summary>
    public void Text(string classes, double x, double y, string text, string? transform = null) => body.Append(
        $"<text{(classes == "" ? "" : $" class=\"{classes}\"")} x=\"{N(x)}\" y=\"{N(y)}\"" +
        $"{(transform is null ? "" : $" transform=\"{transform}\"")}>{Html.Escape(text)}</text>");

    /// <summary>A mark of a series: circle, square, triangle, diamond, cross, ring, …</summary>
    public void Mark(int series, double x, double y, double r)
    {
        string fill = $"k {Palette.Fill(series)}";
        switch (series % 4)
        {
            case 0: body.Append($"<circle class=\"{fill}\" cx=\"{N(x)}\" cy=\"{N(y)}\" r=\"{N(r)}\"/>"); break;
            case 1: Rectangle(fill, x - r * 0.9, y - r * 0.9, 1.8 * r, 1.8 * r); break;
            case 2: Path(fill, [(x, y - 1.2 * r), (x + 1.1 * r, y + 0.8 * r), (x - 1.1 * r, y + 0.8 * r), (x, y - 1.2 * r)]); break;
            default: Path(fill, [(x, y - 1.25 * r), (x + 1.25 * r, y), (x, y + 1.25 * r), (x - 1.25 * r, y), (x, y - 1.25 * r)]); break;
        }
    }

    /// <summary>What is drawn between this and <see cref="End"/> shows a text where the pointer is; a link leads to an anchor.</summary>
    public void Begin(string tip, string? link = null)
    {
        if (link is not null) body.Append($"<a href=\"{Html.Escape(link)}\">");
        body.Append($"<g class=\"m\"><title>{Html.Escape(tip)}</title>");
    }

    public void End(string? link = null) => body.Append(link is null ? "</g>" : "</g></a>");

    /// <summary>The whole picture.</summary>
    public string Close(double height) =>
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" role=\"img\" aria-label=\"{Html.Escape(title)}\" " +
        $"viewBox=\"0 0 {N(width)} {N(height)}\" width=\"{N(width)}\" height=\"{N(height)}\">{body}</svg>";

    private static string N(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);
}
