namespace WageSim.Models.Costs;

/// <summary>A part of the chip with its area: a leaf, or the sum of its children.</summary>
/// <param name="Component">Block of the chip that a leaf belongs to, one of <see cref="Components.OfArea"/>; "" above leaves.</param>
/// <param name="Count">How many there are on the chip.</param>
/// <param name="Each">Area of one leaf in µm², rounded to six digits after the point; 0 above leaves.</param>
/// <param name="Entries">Entries of the price table that a leaf's area is made of.</param>
/// <param name="Derivation">How a leaf's area follows from them, with numbers.</param>
public sealed record AreaNode(
    string Name, string Component, long Count, decimal Each, IReadOnlyList<string> Entries, string Derivation,
    IReadOnlyList<AreaNode> Children)
{
    /// <summary>Digits after the point of a leaf's area in µm².</summary>
    public const int Decimals = 6;

    /// <summary>Area of all of them in µm²; the leaves sum to it exactly.</summary>
    public decimal SquareMicrons => Children.Count == 0 ? Count * Each : Children.Sum(child => child.SquareMicrons);

    /// <summary>The leaves below, or the leaf itself.</summary>
    public IEnumerable<AreaNode> Leaves => Children.Count == 0 ? [this] : Children.SelectMany(child => child.Leaves);

    /// <summary>Whether it grows with the width of the operands: memories that hold them.</summary>
    public bool ScalesWithOperands { get; init; }

    /// <summary>Which of <see cref="ChipPart.All"/> a leaf belongs to.</summary>
    public string Part { get; init; } = ChipPart.Others;

    /// <summary>Area by component, all components in order.</summary>
    public IReadOnlyDictionary<string, decimal> ByComponent() => Components.OfArea.ToDictionary(
        component => component, component => Leaves.Where(leaf => leaf.Component == component).Sum(leaf => leaf.SquareMicrons));

    /// <summary>A leaf of so many alike.</summary>
    internal static AreaNode Leaf(string component, string name, long count, Derived each)
    {
        var area = each.Rounded(Decimals, "µm²");
        return new(name, component, count, area.Value, area.Entries, area.Text, []);
    }

    /// <summary>What its children make.</summary>
    internal static AreaNode Group(string name, long count, params IReadOnlyList<AreaNode> children) =>
        new(name, "", count, 0, [], "", children);
}
