namespace WageSim.Reports.Pages;

/// <summary>A chart: drawn once for wide and once for narrow screens, and written as a file of its own.</summary>
/// <param name="Key">Name of its SVG file.</param>
/// <param name="Explanation">A sentence or two that say how it is read.</param>
/// <param name="Draw">Width in pixels → SVG text, from one of the functions in Charts.</param>
public sealed record Figure(string Key, string Title, string Explanation, Func<int, string> Draw) : IBlock
{
    /// <summary>Pixels of a figure across the page, of one beside another, and of one on a phone.</summary>
    public const int WideWidth = 920, HalfWidth = 530, NarrowWidth = 350;

    /// <summary>Whether the figure takes the whole width; otherwise two stand side by side.</summary>
    public bool IsWide { get; init; }

    /// <summary>The figure for a page on a screen of usual width.</summary>
    public string DrawFull() => Draw(IsWide ? WideWidth : HalfWidth);

    /// <summary>The figure for a phone.</summary>
    public string DrawNarrow() => Draw(NarrowWidth);
}
