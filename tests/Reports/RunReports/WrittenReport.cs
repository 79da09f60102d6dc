using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace WageSim.Tests.Reports.RunReports;

/// <summary>A report read back from its files: the same table from page, CSV and JSON.</summary>
internal sealed class WrittenReport(string folder)
{
    public string Folder => folder;
    public string Html { get; } = File.ReadAllText(Path.Combine(folder, "index.html"));
    public JsonNode Json { get; } = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "report.json")))!;

    public IReadOnlyList<string> Tables => [.. Json["tables"]!.AsObject().Select(table => table.Key)];

    public IReadOnlyList<string> Figures => [.. Directory.GetFiles(Path.Combine(folder, "figures")).Order(StringComparer.Ordinal)];

    /// <summary>Lines of a table's CSV file: the keys, the rows, and the total where there is one.</summary>
    public IReadOnlyList<string[]> Csv(string table) => ParseCsv(File.ReadAllText(Path.Combine(folder, "tables", $"{table}.csv")));

    /// <summary>Rows of a table in JSON, the total last where there is one.</summary>
    public IReadOnlyList<JsonObject> Rows(string table) =>
        [.. Json["tables"]![table]!["rows"]!.AsArray().Select(row => row!.AsObject()),
            .. Json["tables"]![table]!["total"] is JsonObject total ? [total] : (JsonObject[])[]];

    /// <summary>A column's exact numbers in JSON, the total last; null where there is none.</summary>
    public IReadOnlyList<decimal?> JsonColumn(string table, string key) =>
        [.. Rows(table).Select(row => row[key] is JsonValue value ? value.GetValue<decimal>() : (decimal?)null)];

    /// <summary>The same from CSV.</summary>
    public IReadOnlyList<decimal?> CsvColumn(string table, string key)
    {
        var lines = Csv(table);
        int column = Array.FindIndex(lines[0], heading => heading == key || heading.StartsWith($"{key} (", StringComparison.Ordinal));
        return [.. lines.Skip(1).Select(line => Number(line[column]))];
    }

    /// <summary>The same from the page, where hovering shows all digits.</summary>
    public IReadOnlyList<decimal?> HtmlColumn(string table, string key)
    {
        int column = Json["tables"]![table]!["columns"]!.AsArray().ToList().FindIndex(one => (string)one!["key"]! == key);
        return [.. Cells(table).Select(row => row[column]).Select(cell => Number(
            cell.Attribute("title")?.Value.Split(' ')[0] ?? cell.Value.Split(' ')[0].Replace(",", "").Replace('−', '-').TrimStart('+')))];
    }

    /// <summary>The page's cells of a table, row by row.</summary>
    public IReadOnlyList<XElement[]> Cells(string table)
    {
        string text = Regex.Match(Html, $"<div class=\"table\" id=\"{table}\">.*?(<table.*?</table>)",
            RegexOptions.Singleline).Groups[1].Value;
        return [.. XElement.Parse(text).Element("tbody")!.Elements("tr").Select(row => row.Elements("td").ToArray())];
    }

    private static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) ? number : null;

    private static List<string[]> ParseCsv(string text)
    {
        var lines = new List<string[]>();
        var line = new List<string>();
        string cell = "";
        bool quoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            if (quoted && text[i] == '"' && i + 1 < text.Length && text[i + 1] == '"') cell += text[i++];
            else if (text[i] == '"') quoted = !quoted;
            else if (quoted || text[i] is not (',' or '\n')) cell += text[i];
            else
            {
                line.Add(cell);
                cell = "";
                if (text[i] == ',') continue;
                lines.Add([.. line]);
                line.Clear();
            }
        }
        Assert.Empty(line);
        return lines;
    }
}
