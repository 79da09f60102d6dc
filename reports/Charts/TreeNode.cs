namespace WageSim.Reports.Charts;

/// <summary>A part with its parts, whose values sum to its own.</summary>
/// <param name="Note">Shown on hovering beside name and value; may be empty.</param>
public sealed record TreeNode(string Name, double Value, string Note, IReadOnlyList<TreeNode> Children)
{
    /// <summary>Levels of the tree.</summary>
    public int Depth => 1 + Children.Select(child => child.Depth).DefaultIfEmpty(0).Max();
}
