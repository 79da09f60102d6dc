using System.Text;
using WageSim.Reports.Tables;

namespace WageSim.Reports.Pages;

/// <summary>A table as HTML: what people read, with the exact value on hovering.</summary>
/// <remarks>On a phone, numbers are scrolled within the table's box; rows with sentences become cards.</remarks>
internal static class TableHtml
{
    // A longer table is scrolled within its box.
    private const int ShownRows = 24;

    // Longer words than these are sentences.
    private const int NameLength = 48, ShortName = 26, PhoneName = 18;

    private const string Sentence = " class=\"t\"";

    // Of this many columns on, figures stand closer, so that the page holds them.
    private const int ManyColumns = 9;

    public static string Write(Table table)
    {
        var html = new StringBuilder();
        html.Append($"<div class=\"table\" id=\"{Html.Escape(table.Key)}\"><h3>{Html.Escape(table.Title)}</h3>");
        if (table.Explanation != "") html.Append($"<p class=\"note\">{Html.Escape(table.Explanation)}</p>");
        bool hasSentences = table.Rows.Any(row => row.Any(value => value is string { Length: > NameLength }));
        html.Append($"<div class=\"scroll{(table.Rows.Count > ShownRows ? " tall" : "")}\">");
        bool isDense = table.Columns.Count >= ManyColumns;
        string look = (hasSentences, isDense) switch
        {
            (true, true) => " class=\"cards dense\"", (true, false) => " class=\"cards\"", (false, true) => " class=\"dense\"", _ => "",
        };
        string[] kinds = [.. table.Columns.Select((column, i) => Class(table, column, i))];
        int sentences = Math.Max(1, kinds.Count(kind => kind == Sentence));
        html.Append($"<table{look} style=\"--columns:{table.Columns.Count};--sentences:{sentences}\"><thead><tr>");
        foreach (var (column, kind) in table.Columns.Zip(kinds))
            html.Append($"<th scope=\"col\"{kind} title=\"{Html.Escape(column.Explanation)}\">{Html.Escape(column.Heading)}</th>");
        html.Append("</tr></thead><tbody>");
        for (int i = 0; i < table.Rows.Count; i++)
            Row(html, table, kinds, table.Rows[i], table.Marked.Contains(i) ? "marked" : "", table.Depths?[i] ?? 0);
        if (table.Total is { } total) Row(html, table, kinds, total, "total", 0);
        return html.Append("</tbody></table></div></div>\n").ToString();
    }

    private static void Row(StringBuilder html, Table table, string[] kinds, object?[] row, string classes, int depth)
    {
        html.Append(classes == "" ? "<tr>" : $"<tr class=\"{classes}\">");
        for (int i = 0; i < row.Length; i++)
        {
            var column = table.Columns[i];
            string shown = classes == "total" && row[i] is null ? "" : column.Show(row[i]), exact = TableCsv.Exact(row[i]);
            var (value, unit) = row[i] is Cell cell ? (cell.Value, cell.Quantity.Unit) : (row[i], column.Quantity.Unit);
            bool isRounded = value is not (null or string or bool) && shown.Replace(",", "").Replace('−', '-') != exact;
            string title = isRounded ? $" title=\"{Html.Escape($"{exact} {unit}".TrimEnd())}\"" : "";
            string indent = i == 0 && depth > 0 ? $" style=\"padding-left:{10 + 18 * depth}px\"" : "";
            html.Append($"<td{kinds[i]} data-label=\"{Html.Escape(column.Heading)}\"{title}{indent}>{Html.Escape(shown)}</td>");
        }
        html.Append("</tr>");
    }

    // Numbers, sentences, and names, which stay on one line; the longer ones not on a phone.
    private static string Class(Table table, Column column, int i)
    {
        if (column.Quantity != Quantity.Text) return " class=\"n\"";
        int longest = table.Rows.Max(row => (row[i] as string)?.Length) ?? 0;
        return longest > ShortName ? Sentence : longest > PhoneName ? " class=\"t s m\"" : " class=\"t s\"";
    }
}
