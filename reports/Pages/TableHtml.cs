using System.Text;
using WageSim.Reports.Tables;

namespace WageSim.Reports.Pages;

/// <summary>A table as HTML: what people read, with the exact value on hovering; on a phone every row is a card.</summary>
internal static class TableHtml
{
    public static string Write(Table table)
    {
        var html = new StringBuilder();
        html.Append($"<div class=\"table\" id=\"{Html.Escape(table.Key)}\"><h3>{Html.Escape(table.Title)}</h3>");
        if (table.Explanation != "") html.Append($"<p class=\"note\">{Html.Escape(table.Explanation)}</p>");
        html.Append("<div class=\"scroll\"><table class=\"cards\"><thead><tr>");
        foreach (var column in table.Columns)
            html.Append($"<th scope=\"col\"{Class(column)} title=\"{Html.Escape(column.Explanation)}\">{Html.Escape(column.Heading)}</th>");
        html.Append("</tr></thead><tbody>");
        for (int i = 0; i < table.Rows.Count; i++)
            Row(html, table, table.Rows[i], table.Marked.Contains(i) ? "marked" : "", table.Depths?[i] ?? 0);
        if (table.Total is { } total) Row(html, table, total, "total", 0);
        return html.Append("</tbody></table></div></div>\n").ToString();
    }

    private static void Row(StringBuilder html, Table table, object?[] row, string classes, int depth)
    {
        html.Append(classes == "" ? "<tr>" : $"<tr class=\"{classes}\">");
        for (int i = 0; i < row.Length; i++)
        {
            var column = table.Columns[i];
            string shown = column.Show(row[i]), exact = TableCsv.Exact(row[i]);
            bool isRounded = row[i] is not (null or string or bool) && shown.Replace(",", "") != exact;
            string title = isRounded ? $" title=\"{Html.Escape($"{exact} {column.Quantity.Unit}".TrimEnd())}\"" : "";
            string indent = i == 0 && depth > 0 ? $" style=\"padding-left:{10 + 18 * depth}px\"" : "";
            html.Append($"<td{Class(column)} data-label=\"{Html.Escape(column.Heading)}\"{title}{indent}>{Html.Escape(shown)}</td>");
        }
        html.Append("</tr>");
    }

    private static string Class(Column column) => column.Quantity == Quantity.Text ? " class=\"t\"" : " class=\"n\"";
}
