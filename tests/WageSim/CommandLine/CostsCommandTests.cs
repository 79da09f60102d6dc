using System.Text.Json;
using WageSim.Models.Costs;
using WageSim.Tests.Support;

namespace WageSim.Tests.CommandLine;

public sealed class CostsCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Own(string entries)
    {
        string file = folder.File("own.json");
        File.WriteAllText(file, $$"""{ "name": "own", "description": "for a test", "extends": "paper", "entries": { {{entries}} } }""");
        return file;
    }

    [Fact]
    public void It_lists_every_entry_with_its_source()
    {
        foreach (string table in PriceTable.Names)
        {
            string json = folder.File("c.json"), output = Cli.Good("costs", "--prices", table, "--json", json).Out;
            var entries = Cli.Json(json).GetProperty("table").GetProperty("entries").EnumerateArray().ToList();
            var keys = entries.Select(entry => entry.GetProperty("key").GetString());
            Assert.Equal(PriceTable.Load(table).Entries.Select(entry => entry.Key), keys);
            Assert.All(entries, entry => Assert.Contains(entry.GetProperty("source").GetString()!, output));
            Assert.Equal(JsonValueKind.Null, Cli.Json(json).GetProperty("area").ValueKind);
        }
        Assert.Matches("(?m)^int8.multiply +operation +8 +0.2 +282 +checked$", Cli.Good("costs").Out);
    }

    [Fact]
    public void With_a_chip_it_shows_derivations_and_area()
    {
        string json = folder.File("c.json"), output = Cli.Good("costs", "--chip", "edge", "--set", "macBits=2", "--json", json).Out;
        Assert.Contains("0.2 pJ × (8×2)/(8×8) = 0.05 pJ [int8.multiply]", output);
        Assert.Matches("(?m)^    PEs +256 ", output);
        var root = Cli.Json(json);
        Assert.All(root.GetProperty("prices").EnumerateArray(), price => Assert.NotEqual("", price.GetProperty("derivation").GetString()));
        decimal total = root.GetProperty("area").GetProperty("totalSquareMicrons").GetDecimal();
        Assert.Equal(total, root.GetProperty("area").GetProperty("components").EnumerateObject().Sum(part => part.Value.GetDecimal()));
        Assert.Equal(total, root.GetProperty("area").GetProperty("tree").GetProperty("squareMicrons").GetDecimal());
    }

    [Fact]
    public void With_a_chip_it_shows_what_each_scheme_needs_of_it()
    {
        string json = folder.File("c.json"), output = Cli.Good("costs", "--chip", "edge", "--json", json).Out;
        Assert.Matches("(?m)^PEs +8×2 bits +8×2 bits +8×8 bits", output);
        Assert.Matches("(?m)^divider +none +17 bits by 34 +12 bits by 63", output);
        var root = Cli.Json(json);
        var needs = root.GetProperty("needs").EnumerateArray().ToList();
        Assert.Equal(["wage 2-8-8-8 SSE", "wage 2-8-8-8 CE", "niti int8, nearest-2021, fixed-2021 CE"],
            needs.Select(scheme => scheme.GetProperty("name").GetString()).Take(3));
        Assert.All(needs, scheme => Assert.Equal(root.GetProperty("area").GetProperty("totalSquareMicrons").GetDecimal(),
            scheme.GetProperty("parts").EnumerateArray().Sum(part => part.GetProperty("onChip").GetDecimal())));
        Assert.DoesNotContain("that a scheme needs", Cli.Good("costs").Out);
    }

    [Fact]
    public void Runs_take_the_prices_that_are_given()
    {
        string file = Own("""
            "int8.multiply": { "picojoules": 0.4, "source": "twice as much" }
            """);
        string program = folder.File("p.wsp"), plain = folder.File("a.json"), dear = folder.File("b.json");
        Cli.Good("compile", "--network", "4C3-10SSE", "--batch", "2", "--out", program);
        Cli.Good("run", program, "--no-data", "--json", plain);
        Assert.Contains("(prices: own)", Cli.Good("run", program, "--no-data", "--prices", file, "--json", dear).Out);
        var (before, after) = (Components(plain), Components(dear));
        Assert.Equal(2 * before["multiply"], after["multiply"]);
        before.Remove("multiply");
        after.Remove("multiply");
        Assert.Equal(before, after);

        static Dictionary<string, decimal> Components(string json) => Cli.Json(json).GetProperty("energy").GetProperty("components")
            .EnumerateObject().ToDictionary(part => part.Name, part => part.Value.GetDecimal());
    }

    [Fact]
    public void A_run_goes_on_with_its_own_prices_only()
    {
        string run = folder.File("run");
        string[] small = ["--network", "4C3-10SSE", "--limit", "8", "--test-limit", "4", "--batch", "4", "--epochs", "1"];
        Cli.Good(["train", .. small, "--prices", "synthesised", "--out", run]);
        Assert.Equal("synthesised", Cli.Json(Path.Combine(run, "run.json")).GetProperty("energy").GetProperty("prices").GetString());
        Assert.StartsWith($"--resume {run}: the settings changed: prices.name is synthesised in the run, paper now; prices.sha256 is ",
            Cli.Refused("train", "--resume", run, "--prices", "paper"));
        string json = folder.File("i.json");
        Cli.Good("infer", "--run", run, "--json", json);
        Assert.Equal("synthesised", Cli.Json(json).GetProperty("energy").GetProperty("prices").GetString());
        Cli.Good("infer", "--run", run, "--prices", "paper", "--json", json);
        Assert.Equal("paper", Cli.Json(json).GetProperty("energy").GetProperty("prices").GetString());
    }

    [Fact]
    public void Bad_prices_are_refused_in_a_line()
    {
        Assert.Equal("price table 'papre': no such table or file; did you mean paper? Tables are paper, synthesised",
            Cli.Refused("train", "--prices", "papre"));
        string file = Own("""
            "int8.multiply": { "picojoules": -1, "source": "a test" }
            """);
        Assert.Equal($"{file}: entries.int8.multiply.picojoules: -1 is outside 0..1000000",
            Cli.Refused("infer", "--weights", "x", "--prices", file));
        file = Own("""
            "int8.multiply": { "picojoules": 1 }
            """);
        Assert.Equal($"{file}: entries.int8.multiply.source: missing; one line of 1..400 characters is expected",
            Cli.Refused("costs", "--prices", file));
        file = Own("""
            "int8.multipy": { "picojoules": 1, "source": "a test" }
            """);
        Assert.Equal($"{file}: entries.int8.multipy: unknown entry; did you mean int8.multiply?", Cli.Refused("costs", "--prices", file));
        file = Own("""
            "int8.multiply": null
            """);
        Assert.Equal($"{file}: entries.int8.multiply: missing; prices and their source, of one operation, are expected",
            Cli.Refused("costs", "--prices", file));
        file = Own("""
            "sram.8KiB": null, "sram.32KiB": null, "sram.1MiB": null,
            "sram.a": { "unit": "access", "widthBits": 64, "bytes": 8192, "picojoules": 0.0001, "status": "checked", "source": "a" },
            "sram.b": { "unit": "access", "widthBits": 64, "bytes": 8193, "picojoules": 1000000, "status": "checked", "source": "a" }
            """);
        Assert.Equal("price table own: entries.sram.a and entries.sram.b: too far apart: a power law through both gives more than " +
            "1000000000 at 32768 (bytes)", Cli.Refused("costs", "--chip", "edge", "--prices", file));
        file = Own("""
            "pe.2x2": { "picojoules": 1, "squareMicrons": 1, "source": "a test" },
            "pe.4x4": { "picojoules": 1, "squareMicrons": 1, "source": "a test" },
            "pe.8x8": { "picojoules": 1, "squareMicrons": 1, "source": "a test" },
            "pe.16x16": { "picojoules": 1, "squareMicrons": 1, "source": "a test" },
            "pe.4x16": { "unit": "product", "widthBits": 4, "otherBits": 16, "picojoules": 1, "squareMicrons": 1, "status": "convention",
              "source": "a test" }
            """);
        Assert.Equal($"{file}: entries.pe.4x16: is of the size of pe.8x8, and both have picojoules",
            Cli.Refused("costs", "--prices", file));
        Assert.Equal("--set rows=8: only with --chip", Cli.Refused("costs", "--set", "rows=8"));
        Assert.Equal("--set zeroGating=1: zeroGating: 1 is a number; true or false is expected",
            Cli.Refused("costs", "--chip", "edge", "--set", "zeroGating=1"));
    }
}
