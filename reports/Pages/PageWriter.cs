using System.Text;
using WageSim.Reports.Charts;
using WageSim.Reports.Tables;

namespace WageSim.Reports.Pages;

/// <summary>A page as one HTML file that needs nothing else: styles, script and charts are in it.</summary>
public static class PageWriter
{
    // Digits that a tile has room for in the size of the others.
    private const int LongNumber = 11;

    public static string Write(Page page)
    {
        var html = new StringBuilder();
        html.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.Append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<link rel=\"icon\" href=\"data:,\">\n");
        html.Append($"<title>{Html.Escape(page.Title)}</title>\n");
        html.Append($"<style>\n{ChartStyle.Css}\n{PageStyle.Css}\n{page.Style}\n</style>\n</head>\n<body>\n");
        html.Append("<header class=\"top\">\n<button id=\"theme\" type=\"button\" hidden>Theme</button>\n");
        html.Append($"<h1>{Html.Escape(page.Title)}</h1>\n<dl class=\"facts\">");
        foreach (var (name, value) in page.Facts) html.Append($"<dt>{Html.Escape(name)}</dt><dd>{Html.Escape(value)}</dd>");
        html.Append("</dl>\n");
        foreach (var (name, tiles) in page.TileRows) Tiles(html, name, tiles);
        html.Append("<nav>");
        foreach (var section in page.Sections) html.Append($"<a href=\"#{section.Key}\">{Html.Escape(section.Title)}</a>");
        html.Append("<a href=\"#glossary\">Glossary</a></nav>\n</header>\n<main>\n");
        foreach (var section in page.Sections) Write(html, section);
        Glossary(html, page);
        html.Append("</main>\n<div id=\"tip\" role=\"tooltip\"></div>\n");
        html.Append($"<script>\n{PageScript.JavaScript}\n{page.Script}\n</script>\n</body>\n</html>\n");
        return html.ToString();
    }

    /// <summary>Every term of a page with its explanation, in the order of the alphabet.</summary>
    public static IReadOnlyList<(string Term, string Explanation)> Terms(Page page)
    {
        var blocks = page.Sections.SelectMany(section => section.Blocks).ToList();
        var tiles = page.TileRows.SelectMany(row => row.Tiles).Select(tile => (Term: tile.Heading, tile.Explanation));
        var columns = blocks.OfType<Table>().SelectMany(table => table.Columns)
            .Select(column => (Term: column.Heading, column.Explanation));
        var figures = blocks.OfType<Figure>().Select(figure => (Term: figure.Title, figure.Explanation));
        // A term that means different things in different tables has a line for each.
        return [.. tiles.Concat(columns).Concat(figures).Where(term => term.Explanation != "").Distinct()
            .OrderBy(term => term.Term, StringComparer.OrdinalIgnoreCase)];
    }

    private static void Tiles(StringBuilder html, string name, IReadOnlyList<Tile> tiles)
    {
        if (name != "") html.Append($"<h3>{Html.Escape(name)}</h3>");
        html.Append("<div class=\"tiles\">");
        foreach (var tile in tiles)
        {
            html.Append($"<div class=\"tile\" title=\"{Html.Escape(tile.Explanation)}\"><span>{Html.Escape(tile.Heading)}</span>");
            string kind = tile.Value.Length > LongNumber ? " class=\"long\"" : "";
            html.Append($"<b{kind}>{Html.Escape(tile.Value)}</b><span>{Html.Escape(tile.Note)}</span></div>");
        }
        html.Append("</div>\n");
    }

    private static void Write(StringBuilder html, Section section)
    {
        html.Append($"<section id=\"{section.Key}\">\n<h2>{Html.Escape(section.Title)}</h2>\n");
        if (section.Explanation != "") html.Append($"<p>{Html.Escape(section.Explanation)}</p>\n");
        html.Append("<div class=\"blocks\">\n");
        foreach (var block in section.Blocks)
        {
            html.Append(block switch
            {
                Figure figure => Write(figure),
                Table table => TableHtml.Write(table),
                Paragraph paragraph => $"<p>{Html.Escape(paragraph.Text)}</p>\n",
                Markup markup => markup.Html,
                _ => throw new ArgumentException($"a block of type {block.GetType().Name}", nameof(section)),
            });
        }
        html.Append("</div>\n</section>\n");
    }

    private static string Write(Figure figure) =>
        $"<figure id=\"{figure.Key}\" class=\"{(figure.IsWide ? "wide" : "half")}\"><div class=\"full\">{figure.DrawFull()}</div>" +
        $"<div class=\"narrow\">{figure.DrawNarrow()}</div><figcaption>{Html.Escape(figure.Explanation)}</figcaption></figure>\n";

    private static void Glossary(StringBuilder html, Page page)
    {
        html.Append("<section id=\"glossary\">\n<h2>Glossary</h2>\n<dl class=\"glossary\">");
        foreach (var term in Terms(page).GroupBy(term => term.Term))
        {
            html.Append($"<div><dt>{Html.Escape(term.Key)}</dt>");
            foreach (var (_, explanation) in term) html.Append($"<dd>{Html.Escape(explanation)}</dd>");
            html.Append("</div>");
        }
        html.Append("</dl>\n</section>\n");
    }
}
