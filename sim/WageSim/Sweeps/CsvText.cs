using System.Globalization;
using System.Text;

namespace WageSim.Sweeps;

/// <summary>A table as CSV (RFC 4180, but lines end with a line feed): numbers as they are, exact, with a point.</summary>
internal sealed class CsvText
{
    private readonly StringBuilder text = new();

    public CsvText(params IEnumerable<string> header) => Row(header);

    /// <summary>Adds a row; null is an empty cell.</summary>
    public void Row(params IEnumerable<object?> cells) => text.AppendJoin(',', cells.Select(Cell)).Append('\n');

    public override string ToString() => text.ToString();

    private static string Cell(object? value)
    {
        string cell = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        return cell.AsSpan().IndexOfAny(",\"\r\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"")}\"";
    }
}
