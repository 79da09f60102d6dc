using System.Globalization;
using System.Text;

namespace WageSim.Reports.Tables;

/// <summary>A table as CSV (RFC 4180, line feeds): exact values, the unit in the heading.</summary>
public static class TableCsv
{
    public static string Write(Table table)
    {
        var text = new StringBuilder();
        Line(text, table.Columns.Select(Heading));
        foreach (object?[] row in table.Rows) Line(text, row.Select(Exact));
        if (table.Total is { } total) Line(text, total.Select(Exact));
        return text.ToString();
    }

    // Cycles need not be said twice.
    private static string Heading(Column column) =>
        column.Quantity.Unit == "" || column.Quantity.Unit == column.Key ? column.Key : $"{column.Key} ({column.Quantity.Unit})";

    /// <summary>A value with all its digits.</summary>
    public static string Exact(object? value) => value switch
    {
        null => "",
        Cell cell => Exact(cell.Value),
        bool yes => yes ? "true" : "false",
        double number when !double.IsFinite(number) => "",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static void Line(StringBuilder text, IEnumerable<string> cells) => text.AppendJoin(',', cells.Select(Quoted)).Append('\n');

    private static string Quoted(string cell) =>
        cell.AsSpan().IndexOfAny(",\"\n\r") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"")}\"";
}
