namespace WageSim.Reports.Pages;

/// <summary>A part of a section: a table, a figure, a paragraph or markup of one's own.</summary>
public interface IBlock;
