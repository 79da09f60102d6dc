using System.Text.Json.Nodes;
using WageSim.Models;
using WageSim.Models.Costs;

namespace WageSim.Tests.Models.Costs;

public class PriceTableTests
{
    private static readonly PriceTable Paper = PriceTable.Load("paper");
    private static readonly PriceTable Synthesised = PriceTable.Load("synthesised");

    [Fact]
    public void Two_tables_are_built_in() => Assert.Equal(["paper", "synthesised"], PriceTable.Names);

    // Table 5 of the paper, then its extensions.
    [Theory]
    [InlineData("int8.multiply", 0.2, 282)]
    [InlineData("int8.add", 0.03, 36)]
    [InlineData("fp16.multiply", 1.1, 1640)]
    [InlineData("fp16.add", 0.4, 1360)]
    [InlineData("fp32.multiply", 3.7, 7700)]
    [InlineData("fp32.add", 0.9, 4184)]
    [InlineData("int16.add", 0.05, 67)]
    [InlineData("int32.add", 0.1, 137)]
    [InlineData("int32.multiply", 3.1, 3495)]
    public void Arithmetic_costs_what_was_published(string key, decimal picojoules, decimal squareMicrons)
    {
        foreach (var table in (PriceTable[])[Paper, Synthesised])
            Assert.Equal((picojoules, squareMicrons), (table.ByKey[key].Picojoules, table.ByKey[key].SquareMicrons));
    }

    [Theory]
    [InlineData("sram.8KiB", 8192, 64, 10)]
    [InlineData("sram.32KiB", 32768, 64, 20)]
    [InlineData("sram.1MiB", 1048576, 64, 100)]
    [InlineData("dram.access", 0, 32, 640)]
    [InlineData("registerFile", 0, 32, 1)]
    public void Memories_of_the_paper_table_cost_what_was_published(string key, int bytes, int bits, decimal picojoules)
    {
        var entry = Paper.ByKey[key];
        Assert.Equal((bytes, bits, picojoules), (entry.Bytes, entry.WidthBits, entry.Picojoules));
    }

    [Theory]
    [InlineData("pe.2x2", 0.041, 81.1, 0.0017)]
    [InlineData("pe.4x4", 0.082, 191.6, 0.0053)]
    [InlineData("pe.8x8", 0.203, 510.7, 0.0161)]
    [InlineData("pe.16x16", 0.603, 1679, 0.057)]
    public void Whole_PEs_cost_what_was_synthesised(string key, decimal picojoules, decimal squareMicrons, decimal milliwatts)
    {
        var entry = Synthesised.ByKey[key];
        Assert.Equal((picojoules, squareMicrons, milliwatts), (entry.Picojoules, entry.SquareMicrons, entry.Milliwatts));
        Assert.Equal((null, null, milliwatts), (Paper.ByKey[key].Picojoules, Paper.ByKey[key].SquareMicrons, Paper.ByKey[key].Milliwatts));
    }

    [Fact]
    public void A_table_that_extends_another_has_what_it_does_not_change()
    {
        Assert.Equal((6.39m, 5.56m), (Synthesised.ByKey["sram.macro8KiB"].Picojoules, Synthesised.ByKey["sram.macro8KiB"].WritePicojoules));
        Assert.Equal(57_500, Synthesised.ByKey["sram.macro8KiB"].SquareMicrons);
        Assert.DoesNotContain("sram.8KiB", Synthesised.ByKey.Keys);
        Assert.DoesNotContain("dram.access", Synthesised.ByKey.Keys);
        Assert.Equal(Paper.ByKey["shift"], Synthesised.ByKey["shift"]);
        var own = PriceTable.Parse("""
            { "name": "own", "description": "mine", "extends": "paper",
              "entries": { "int8.multiply": { "picojoules": 0.25, "source": "measured" } } }
            """, "own.json");
        Assert.Equal((0.25m, 282m, "measured", "checked"), (own.ByKey["int8.multiply"].Picojoules, own.ByKey["int8.multiply"].SquareMicrons,
            own.ByKey["int8.multiply"].Source, own.ByKey["int8.multiply"].Status));
        Assert.Equal(Paper.Entries.Count, own.Entries.Count);
        Assert.NotEqual(Paper.Sha256, own.Sha256);
    }

    [Fact]
    public void Every_entry_has_a_source_and_a_figure() => Assert.All(Paper.Entries.Concat(Synthesised.Entries), entry =>
    {
        Assert.True(entry.Value.Source.Length > 20);
        Assert.Contains(Enum.GetValues<PriceFigure>(), figure => entry.Value[figure] is not null);
    });

    [Fact]
    public void Errors_name_file_key_and_what_is_expected()
    {
        Assert.Equal("p.json: entries.int32.add: missing; prices and their source, of one operation, are expected",
            Error(entries => entries.Remove("int32.add")));
        Assert.Equal("p.json: entries.int32.add.picojoules: -0.1 is outside 0..1000000",
            Error(entries => entries["int32.add"]!["picojoules"] = -0.1));
        Assert.Equal("p.json: entries.int32.add.picojoules: \"much\" is a string; a number 0..1000000 is expected",
            Error(entries => entries["int32.add"]!["picojoules"] = "much"));
        Assert.Equal("p.json: entries.int32.add.squareMicrons: missing; a number 0..1000000000 is expected",
            Error(entries => entries["int32.add"]!.AsObject().Remove("squareMicrons")));
        Assert.Equal("p.json: entries.int32.add.source: missing; one line of 1..400 characters is expected",
            Error(entries => entries["int32.add"]!.AsObject().Remove("source")));
        Assert.Equal("p.json: entries.int32.add.source: \"\" is not one line of 1..400 characters",
            Error(entries => entries["int32.add"]!["source"] = ""));
        Assert.Equal("p.json: entries.int32.add.status: \"guessed\" is not one of checked, derived, convention",
            Error(entries => entries["int32.add"]!["status"] = "guessed"));
        Assert.Equal("p.json: entries.int32.add.unit: \"byte\" is not what is priced, \"operation\"",
            Error(entries => entries["int32.add"]!["unit"] = "byte"));
        Assert.Equal("p.json: entries.int32.add.widthBits: 0 is no width of a word or operand; 1..65536 is expected",
            Error(entries => entries["int32.add"]!["widthBits"] = 0));
        Assert.StartsWith("p.json: entries.int32.add: a number is found; an object with unit, widthBits, status, source, ",
            Error(entries => entries["int32.add"] = 0.1));
        Assert.Equal("p.json: entries.int32.ad: unknown entry; did you mean int32.add?", Error(entries => entries["int32.ad"] = 0.1));
        Assert.Equal("p.json: entries.sram.8KiB.bytes: missing; the capacity, a whole number from 1 on, is expected",
            Error(entries => entries["sram.8KiB"]!.AsObject().Remove("bytes")));
        Assert.Equal("p.json: entries.sram.32KiB: is of the size of sram.8KiB, and both have picojoules",
            Error(entries => entries["sram.32KiB"]!["bytes"] = 8192));
        Assert.Equal("p.json: entries.dram.access: beside dram.refresh: a flat price, or prices by row, not both",
            Error(entries => entries["dram.refresh"] = JsonNode.Parse("""
                { "unit": "refresh", "widthBits": 0, "picojoules": 1, "status": "convention", "source": "a test" }
                """)));
        Assert.Equal(
            "p.json: entries.dram.activate: missing, and dram.access, too: a flat price, or all of dram.activate, dram.read, dram.write",
            Error(entries => entries.Remove("dram.access")));
        Assert.Equal("p.json: entries.pe.SIZE: missing; at least one entry with milliwatts is expected", Error(entries =>
        {
            foreach (string key in (string[])["pe.2x2", "pe.4x4", "pe.8x8", "pe.16x16"]) entries.Remove(key);
        }));
    }

    [Fact]
    public void Errors_of_a_file_say_what_it_should_be()
    {
        Assert.Equal("p.json: name: missing; one line of 1..80 characters is expected", ErrorOf("{}"));
        Assert.Equal("p.json: entries: an object with an entry for each price is expected",
            ErrorOf("""{ "name": "n", "description": "d", "entries": [] }"""));
        Assert.Equal("p.json: an object with name, description and entries is expected", ErrorOf("3"));
        Assert.StartsWith("p.json: line 1, column 3: ", ErrorOf("{ name"));
        Assert.Equal("p.json: extends: \"papre\" is not one of paper, synthesised",
            ErrorOf("""{ "name": "n", "description": "d", "extends": "papre", "entries": {} }"""));
        Assert.Equal("p.json: entries.shift.source: missing; one line of 1..400 characters is expected",
            ErrorOf("""{ "name": "n", "description": "d", "extends": "paper", "entries": { "shift": { "picojoules": 1 } } }"""));
        Assert.Equal("p.json: entries.sram.9KiB: no value is found; only an entry of the table that is extended can be taken out",
            ErrorOf("""{ "name": "n", "description": "d", "extends": "paper", "entries": { "sram.9KiB": null } }"""));
        Assert.Equal("price table 'papre': no such table or file; did you mean paper? Tables are paper, synthesised",
            Assert.Throws<InputException>(() => PriceTable.Load("papre")).Message);
    }

    private static string Error(Action<JsonObject> change)
    {
        var table = Json(Paper);
        change(table["entries"]!.AsObject());
        return ErrorOf(table.ToJsonString());
    }

    private static string ErrorOf(string json) => Assert.Throws<InputException>(() => PriceTable.Parse(json, "p.json")).Message;

    private static JsonObject Json(PriceTable table) => new()
    {
        ["name"] = table.Name, ["description"] = table.Description,
        ["entries"] = new JsonObject(table.Entries.Select(entry =>
            KeyValuePair.Create<string, JsonNode?>(entry.Key, WageSim.Models.Files.RecordFile.Write(entry.Value)))),
    };
}
