using System.Text.Json.Nodes;
using WageSim.Reports.Pages;
using WageSim.Reports.Tables;

namespace WageSim.Tests.Reports.Tables;

public sealed class TableTests
{
    private static readonly Table table = new("layers", "Layers <all>", "What each \"layer\" costs.",
        [
            new("name", "Layer", Quantity.Text, "Its name."),
            new("energy", "Energy", Quantity.Energy, "What it costs."),
            new("cycles", "Cycles", Quantity.Cycles, "How long it takes."),
            new("change", "Change", Quantity.Energy, "Against the first run.") { IsDifference = true },
        ],
        [["conv, \"0\"", 1234567.8901234567890123m, 9007199254740993L, 2.5], ["two\nlines", 0m, 0L, null], ["fc&", -1m, 3L, double.NaN]])
    {
        Total = ["all", 1234566.8901234567890123m, 9007199254740996L, 0.1],
    };

    [Fact]
    public void Csv_has_units_and_every_digit() => Assert.Equal(
        "name,energy (pJ),cycles,change (pJ)\n" +
        "\"conv, \"\"0\"\"\",1234567.8901234567890123,9007199254740993,2.5\n" +
        "\"two\nlines\",0,0,\n" +
        "fc&,-1,3,\n" +
        "all,1234566.8901234567890123,9007199254740996,0.1\n", TableCsv.Write(table));

    [Fact]
    public void Json_has_units_explanations_and_every_digit()
    {
        var json = JsonNode.Parse(TableJson.Write(table).ToJsonString())!;
        Assert.Equal("Layers <all>", (string)json["title"]!);
        Assert.Equal(["", "pJ", "cycles", "pJ"], json["columns"]!.AsArray().Select(column => (string)column!["unit"]!));
        Assert.Equal("What it costs.", (string)json["columns"]![1]!["explanation"]!);
        Assert.Equal(1234567.8901234567890123m, (decimal)json["rows"]![0]!["energy"]!);
        Assert.Equal(9007199254740993L, (long)json["rows"]![0]!["cycles"]!);
        Assert.Null(json["rows"]![2]!["change"]);
        Assert.Equal(9007199254740996L, (long)json["total"]!["cycles"]!);
    }

    [Fact]
    public void Html_shows_what_is_read_and_on_hovering_what_is_exact()
    {
        string html = PageWriter.Write(new("Title", [], [], [new("all", "All", "", [table])]));
        Assert.Contains("Layers &lt;all&gt;", html);
        Assert.Contains("title=\"1234567.8901234567890123 pJ\">1.23 µJ</td>", html);
        Assert.Contains(">+2.50 pJ</td>", html);
    }
}
