namespace WageSim.Reports.Pages;

/// <summary>A figure at the top of the page.</summary>
/// <param name="Note">A few words below it; may be empty.</param>
/// <param name="Explanation">A sentence for the glossary.</param>
public sealed record Tile(string Heading, string Value, string Note, string Explanation);
