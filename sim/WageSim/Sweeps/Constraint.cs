namespace WageSim.Sweeps;

/// <summary>A bound on a figure of a point, such as area &lt; 5 mm2.</summary>
/// <param name="Text">As it was written.</param>
/// <param name="Figure">What is bounded.</param>
/// <param name="Relation">One of &lt;, &lt;=, &gt;, &gt;=, =, !=.</param>
/// <param name="Bound">In the figure's basic unit.</param>
public sealed record Constraint(string Text, FigureOfMerit Figure, string Relation, decimal Bound)
{
    /// <summary>Whether a value, in the basic unit, is allowed.</summary>
    public bool Allows(decimal value) => Relation switch
    {
        "<" => value < Bound,
        "<=" => value <= Bound,
        ">" => value > Bound,
        ">=" => value >= Bound,
        "=" => value == Bound,
        _ => value != Bound,
    };
}
