using WageSim.Reports.Pages;

namespace WageSim.Reports.Tables;

/// <summary>Columns and rows of exact values: words, whole numbers, decimals, doubles, or null where there is none.</summary>
/// <param name="Key">Name of its CSV file and of its entry in JSON.</param>
/// <param name="Explanation">A sentence or two below the title.</param>
public sealed record Table(string Key, string Title, string Explanation, IReadOnlyList<Column> Columns, IReadOnlyList<object?[]> Rows)
    : IBlock
{
    /// <summary>The sums of the rows, shown as the last row; null is no such row. In CSV it is the last line, in JSON "total".</summary>
    public object?[]? Total { get; init; }

    /// <summary>Rows that are set apart, such as settings that differ between runs.</summary>
    public IReadOnlySet<int> Marked { get; init; } = new HashSet<int>();

    /// <summary>Depth of each row in a tree, where the table is one; the first column is indented.</summary>
    public IReadOnlyList<int>? Depths { get; init; }

    /// <summary>The table without the columns that have a value in no row.</summary>
    public Table WithoutEmptyColumns()
    {
        int[] kept = [.. Enumerable.Range(0, Columns.Count).Where(column => Rows.Any(row => row[column] is not null))];
        return this with
        {
            Columns = [.. kept.Select(column => Columns[column])],
            Rows = [.. Rows.Select(row => kept.Select(column => row[column]).ToArray())],
            Total = Total is { } total ? [.. kept.Select(column => total[column])] : null,
        };
    }
}
