namespace WageSim.Reports.Charts;

/// <summary>Bars under one name, such as a layer's in each of several runs.</summary>
public sealed record BarGroup(string Label, IReadOnlyList<Bar> Bars)
{
    /// <summary>A group of one bar.</summary>
    public BarGroup(string label, params IReadOnlyList<double> values) : this(label, [new Bar("", values)])
    {
    }
}
