namespace WageSim.Reports.Pages;

/// <summary>Plain text.</summary>
public sealed record Paragraph(string Text) : IBlock;
