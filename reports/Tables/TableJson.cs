using System.Text.Json.Nodes;

namespace WageSim.Reports.Tables;

/// <summary>A table as JSON: columns with unit and explanation, rows as objects of exact values.</summary>
public static class TableJson
{
    public static JsonObject Write(Table table)
    {
        var json = new JsonObject
        {
            ["title"] = table.Title,
            ["explanation"] = table.Explanation,
            ["columns"] = new JsonArray([.. table.Columns.Select(column => new JsonObject
            {
                ["key"] = column.Key,
                ["unit"] = column.Quantity.Unit,
                ["explanation"] = column.Explanation,
            })]),
            ["rows"] = new JsonArray([.. table.Rows.Select(row => Row(table, row))]),
        };
        if (table.Total is { } total) json["total"] = Row(table, total);
        return json;
    }

    private static JsonObject Row(Table table, object?[] row)
    {
        var json = new JsonObject();
        for (int i = 0; i < row.Length; i++) json[table.Columns[i].Key] = Value(row[i]);
        return json;
    }

    /// <summary>An exact value.</summary>
    public static JsonValue? Value(object? value) => value switch
    {
        null => null,
        Cell cell => Value(cell.Value),
        string text => JsonValue.Create(text),
        bool yes => JsonValue.Create(yes),
        int number => JsonValue.Create(number),
        long number => JsonValue.Create(number),
        decimal number => JsonValue.Create(number),
        double number => double.IsFinite(number) ? JsonValue.Create(number) : null,
        _ => throw new ArgumentException($"a cell of type {value.GetType().Name}", nameof(value)),
    };
}
