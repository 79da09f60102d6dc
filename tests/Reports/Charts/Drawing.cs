using System.Globalization;
using System.Xml.Linq;
using WageSim.Reports.Charts;

namespace WageSim.Tests.Reports.Charts;

/// <summary>A chart's text read back: its marks, and where its words stand.</summary>
internal sealed class Drawing
{
    private static readonly XNamespace svg = "http://www.w3.org/2000/svg";

    public Drawing(string text)
    {
        Root = XDocument.Parse(text).Root!;
        double[] box = [.. Root.Attribute("viewBox")!.Value.Split(' ').Select(Number)];
        (Width, Height) = (box[2], box[3]);
    }

    public XElement Root { get; }
    public double Width { get; }
    public double Height { get; }

    /// <summary>What is shown on hovering.</summary>
    public IReadOnlyList<string> Tips => [.. Root.Descendants(svg + "title").Select(title => title.Value)];

    /// <summary>Words with the boxes they may take.</summary>
    public IReadOnlyList<(string Text, double Left, double Top, double Right, double Bottom)> Words =>
        [.. Root.Descendants(svg + "text").Where(text => text.Attribute("transform") is null).Select(Box)];

    public IReadOnlyList<XElement> Marks => [.. Root.Descendants(svg + "g").SelectMany(group => group.Elements())
        .Where(mark => mark.Name.LocalName is "rect" or "circle" or "path")];

    /// <summary>No words reach beyond the picture or into one another.</summary>
    public void IsReadable()
    {
        var words = Words;
        Assert.NotEmpty(words);
        foreach (var (text, left, top, right, bottom) in words)
        {
            Assert.True(left >= -0.5 && right <= Width + 0.5 && top >= -0.5 && bottom <= Height + 0.5,
                $"'{text}' at {left}…{right}, {top}…{bottom} of {Width} × {Height}");
        }
        for (int a = 0; a < words.Count; a++)
        {
            for (int b = 0; b < a; b++)
            {
                var (p, q) = (words[a], words[b]);
                bool overlap = p.Left < q.Right && q.Left < p.Right && p.Top < q.Bottom && q.Top < p.Bottom;
                Assert.False(overlap, $"'{p.Text}' and '{q.Text}' overlap");
            }
        }
        foreach (var mark in Marks.Where(mark => mark.Name.LocalName == "rect"))
        {
            double x = Number(mark.Attribute("x")!.Value), width = Number(mark.Attribute("width")!.Value);
            Assert.True(x >= 0 && x + width <= Width + 0.5, $"a mark at {x}…{x + width} of {Width}");
        }
    }

    /// <summary>The classes that a chart's elements have.</summary>
    public static IReadOnlyList<string> Classes(string text) => [.. XDocument.Parse(text).Root!.DescendantsAndSelf()
        .SelectMany(element => element.Attribute("class")?.Value.Split(' ') ?? []).Distinct()];

    private static (string, double, double, double, double) Box(XElement text)
    {
        string[] classes = text.Attribute("class")?.Value.Split(' ') ?? [];
        double size = classes.Contains("t") ? 13.5 : classes.Contains("v") ? 11 : 12;
        double x = Number(text.Attribute("x")!.Value), y = Number(text.Attribute("y")!.Value), width = TextWidth.Of(text.Value, size);
        double left = classes.Contains("e") ? x - width : classes.Contains("c") ? x - width / 2 : x;
        return (text.Value, left, y - 0.75 * size, left + width, y + 0.22 * size);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
