using System.Text.RegularExpressions;
using WageSim.Reports.Charts;
using WageSim.Reports.Pages;
using WageSim.Reports.Tables;

namespace WageSim.Tests.Reports.Pages;

public sealed class PageWriterTests
{
    private static readonly Page page = new("A <run>", [("network", "16C3 & more")],
        [("", [new Tile("Energy", "172 mJ", "4 mJ an epoch", "All that the chip spent.")])],
        [
            new("first", "First", "What is first.",
            [
                new Figure("bars", "Bars", "Longer is more.",
                    width => BarChart.Stacked("Bars", new("energy", Quantity.Energy), ["e"], [new("DRAM", 3)], width)),
                new Table("rows", "Rows", "", [new("name", "Name", Quantity.Text, "A name.")], [["x"]]),
                new Paragraph("1 < 2"), new Markup("<b>bold</b>"),
            ]),
        ]);

    [Fact]
    public void A_page_needs_no_other_file()
    {
        string html = PageWriter.Write(page);
        Assert.Empty(Regex.Matches(html.Replace("http://www.w3.org/2000/svg", ""), "https?:|src=|@import|url\\("));
        Assert.StartsWith("<!DOCTYPE html>", html);
    }

    [Fact]
    public void What_is_not_markup_is_escaped()
    {
        string html = PageWriter.Write(page);
        Assert.Contains("<h1>A &lt;run&gt;</h1>", html);
        Assert.Contains("16C3 &amp; more", html);
        Assert.Contains("<p>1 &lt; 2</p>", html);
        Assert.Contains("<b>bold</b>", html);
    }

    [Fact]
    public void Tiles_columns_and_figures_are_explained_in_the_glossary() => Assert.Equal(
        [("Bars", "Longer is more."), ("Energy", "All that the chip spent."), ("Name", "A name.")], PageWriter.Terms(page));

    [Fact]
    public void Figures_are_there_for_wide_and_for_narrow_screens() => Assert.Equal(
        [$"{Figure.HalfWidth}", $"{Figure.NarrowWidth}"],
        Regex.Matches(PageWriter.Write(page), "viewBox=\"0 0 ([0-9]+) ").Select(match => match.Groups[1].Value));

    [Theory]
    [InlineData(8, "<table style=\"--columns:8;--sentences:1\">")]
    [InlineData(9, "<table class=\"dense\" style=\"--columns:9;--sentences:1\">")]
    public void Figures_of_many_columns_stand_closer(int columns, string tag)
    {
        var names = Enumerable.Range(0, columns).Select(i => new Column($"c{i}", $"C{i}", Quantity.Count, "A count."));
        var table = new Table("rows", "Rows", "", [.. names], [[.. Enumerable.Range(0, columns).Select(i => (object?)i)]]);
        Assert.Contains(tag, PageWriter.Write(page with { Sections = [new("first", "First", "", [table])] }));
    }

    [Fact]
    public void Columns_of_sentences_share_the_width()
    {
        string sentence = new('x', 60);
        var table = new Table("rows", "Rows", "",
            [new("a", "A", Quantity.Text, "A sentence."), new("b", "B", Quantity.Text, "Another.")], [[sentence, sentence]]);
        Assert.Contains("<table class=\"cards\" style=\"--columns:2;--sentences:2\">",
            PageWriter.Write(page with { Sections = [new("first", "First", "", [table])] }));
    }
}
