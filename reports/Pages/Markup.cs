namespace WageSim.Reports.Pages;

/// <summary>HTML as it is: its author has escaped what is not markup.</summary>
public sealed record Markup(string Html) : IBlock;
