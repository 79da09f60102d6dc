namespace WageSim.Reports.Pages;

/// <summary>A part of the page under a heading.</summary>
/// <param name="Key">Its anchor.</param>
public sealed record Section(string Key, string Title, string Explanation, IReadOnlyList<IBlock> Blocks);
