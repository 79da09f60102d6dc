namespace WageSim.Reports.Pages;

/// <summary>A whole page: header, tiles, sections; the glossary follows from what they hold.</summary>
/// <param name="Facts">Names and values below the title.</param>
/// <param name="TileRows">Rows of tiles, each under a name, which is empty where there is one row only.</param>
public sealed record Page(string Title, IReadOnlyList<(string Name, string Value)> Facts,
    IReadOnlyList<(string Name, IReadOnlyList<Tile> Tiles)> TileRows, IReadOnlyList<Section> Sections)
{
    /// <summary>Script and style of the page's own, after the common ones.</summary>
    public string Script { get; init; } = "";
    public string Style { get; init; } = "";
}
