namespace WageSim.Reports.Tables;

/// <summary>A column of a table: one definition for page, CSV and JSON.</summary>
/// <param name="Key">Name in CSV and JSON.</param>
/// <param name="Heading">What stands above it.</param>
/// <param name="Quantity">What its values measure; words are aligned left, all else right.</param>
/// <param name="Explanation">A sentence for the reader who does not know the term.</param>
public sealed record Column(string Key, string Heading, Quantity Quantity, string Explanation)
{
    /// <summary>Whether values are differences, shown with their sign.</summary>
    public bool IsDifference { get; init; }

    /// <summary>A value as the page shows it.</summary>
    public string Show(object? value) => value is Cell cell ? cell.Show() : IsDifference
        ? Quantity.ShowDifference(value) : Quantity.Show(value);
}
