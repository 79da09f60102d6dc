namespace WageSim.Reports.Tables;

/// <summary>A value of another kind than its column's, in tables whose rows measure different things.</summary>
public sealed record Cell(object? Value, Quantity Quantity)
{
    /// <summary>Whether it is a difference, shown with its sign.</summary>
    public bool IsDifference { get; init; }

    /// <summary>The value as the page shows it.</summary>
    public string Show() => IsDifference ? Quantity.ShowDifference(Value) : Quantity.Show(Value);
}
