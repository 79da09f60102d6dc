using System.Text.Json;
using WageSim.CommandLine;
using WageSim.Isa;
using WageSim.Models.Hardware;
using WageSim.Models.Networks;
using WageSim.Models.Schemes.Niti;
using WageSim.Models.Schemes.Wage;
using WageSim.Tests.Support;
using WageSim.Workloads.Catalogue;
using WageSim.Workloads.Schemes;

namespace WageSim.Tests.CommandLine;

public sealed class CompileCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void It_writes_the_compiler_s_program_and_says_what_it_is()
    {
        string file = folder.File("p.wsp"), json = folder.File("p.json");
        var result = Cli.Good("compile", "--network", "12C3-MP2-10SSE", "--input", "6x7x2", "--chip", "tiny",
            "--bits", "2-8-8-8", "--batch", "3", "--out", file, "--json", json);

        var network = Network.Parse("12C3-MP2-10SSE", new(6, 7, 2));
        var expected = SchemeCompiler.Compile(WageParameters.Default(network, BitWidths.Paper), ChipFile.Load("tiny", []), new(3));
        Assert.True(expected.SameAs(ProgramFile.Read(file)));
        foreach (var range in expected.Ranges)
            Assert.Matches($@"(?m)^{range.Layer} +{range.Phase} +{range.Start:N0} +{range.End - range.Start:N0}$", result.Out);
        Assert.Contains($"{file}: {expected.Instructions.Count:N0} instructions", result.Out);
        var root = Cli.Json(json);
        Assert.Equal("12C3-MP2-10SSE", root.GetProperty("network").GetString());
        Assert.Equal("[6,7,2]", JsonSerializer.Serialize(root.GetProperty("input")));
        Assert.Equal("tiny", root.GetProperty("chip").GetString());
        Assert.Equal(3, root.GetProperty("batch").GetInt32());
        Assert.False(root.GetProperty("inference").GetBoolean());
        Assert.Equal(expected.Instructions.Count, root.GetProperty("instructions").GetInt32());
        Assert.Equal(expected.DramBytes, root.GetProperty("dramBytes").GetInt64());
        Assert.Equal(expected.Ranges, root.GetProperty("ranges").EnumerateArray().Select(range => new CodeRange(
            range.GetProperty("start").GetInt32(), range.GetProperty("end").GetInt32(),
            range.GetProperty("layer").GetString()!, range.GetProperty("phase").GetString()!)));
    }

    [Theory]
    [InlineData("on", true), InlineData("off", false)]
    public void The_options_of_a_scheme_reach_its_program(string dropout, bool drops)
    {
        string file = folder.File("p.wsp");
        Cli.Good("compile", "--scheme", "niti", "--network", "12C3-MP2-10CE", "--input", "6x7x2", "--chip", "tiny", "--batch", "3",
            "--rounding", "pseudo-2020", "--loss", "integer-2020", "--dropout", dropout, "--out", file);

        var parameters = NitiParameters.Default(Network.Parse("12C3-MP2-10CE", new(6, 7, 2))) with
        {
            Rounding = NitiRounding.Pseudo2020, Loss = NitiLoss.Integer2020, Dropout = drops,
        };
        Assert.True(SchemeCompiler.Compile(parameters, ChipFile.Load("tiny", []), new(3)).SameAs(ProgramFile.Read(file)));
    }

    [Fact]
    public void Bounds_are_printed_without_a_file()
    {
        string json = folder.File("b.json");
        string text = Cli.Good("compile", "--network", "8C3-MP2-10SSE", "--input", "6x6x2", "--bits", "2-8-8-12", "--batch", "3",
            "--bounds", "--json", json).Out;
        // 3 images of 3 × 3 pooled errors of 2047 by inputs of 127; fan-in 3 · 3 · 2 of 127.
        Assert.Matches(@"(?m)^conv0 +gradient +2,047 +127 +27 +7,019,163 +24 +32 +one accumulator$", text);
        Assert.Matches(@"(?m)^conv0 +forward +127 +1 +18 +2,286 +13 +32 +one accumulator$", text);
        var bound = Cli.Json(json).GetProperty("bounds").EnumerateArray().Last();
        Assert.Equal(("conv0", "gradient", 7_019_163), (
            bound.GetProperty("layer").GetString(), bound.GetProperty("phase").GetString(), bound.GetProperty("largestSum").GetInt64()));
        Assert.Equal("compile: --out is missing", Cli.Refused("compile"));
    }

    [Fact]
    public void The_error_pass_is_recorded()
    {
        string json = folder.File("p.json");
        string text = Cli.Good("compile", "--error-pass", "recompute", "--out", folder.File("p.wsp"), "--json", json).Out;
        Assert.Contains("training, errors by recompute", text);
        Assert.Equal("recompute", Cli.Json(json).GetProperty("errorPass").GetString());
    }

    [Fact]
    public void What_normalisations_save_is_chosen_and_its_room_printed()
    {
        string json = folder.File("p.json");
        string[] line = ["compile", "--scheme", "wageubn", "--network", "16C3-R16-R16-R24/2-GAP-10CE", "--input", "16x16x3",
            "--batch", "16", "--out", folder.File("p.wsp"), "--json", json];
        string byDefault = Cli.Good(line).Out;
        Assert.Equal("spill", Cli.Json(json).GetProperty("saved").GetString());
        Assert.Equal(byDefault, Cli.Good([.. line, "--saved", "spill"]).Out);
        long spilled = Cli.Json(json).GetProperty("dramBytes").GetInt64(), shared = Cli.Json(json).GetProperty("sharedBytes").GetInt64();
        string again = Cli.Good([.. line, "--saved", "recompute"]).Out;
        Assert.Equal("recompute", Cli.Json(json).GetProperty("saved").GetString());
        Assert.Contains("training, normalisations by spill", byDefault);
        Assert.Contains("training, normalisations by recompute", again);
        Assert.Contains($"{Format.Bytes(spilled)} of DRAM ({Format.Bytes(shared)} shared by what lives in turns)", byDefault);
        Assert.True(Cli.Json(json).GetProperty("dramBytes").GetInt64() < spilled);
        Assert.Equal("--saved: not with --inference, which saves nothing", Cli.Refused([.. line, "--inference", "--saved", "spill"]));
    }

    [Theory]
    [InlineData("wage"), InlineData("niti")]
    public void Chains_save_nothing(string scheme) => Assert.Equal(
        $"--saved: 'recompute': scheme {scheme} does not have this option",
        Cli.Refused("compile", "--scheme", scheme, "--saved", "recompute", "--out", folder.File("p.wsp")));

    [Fact]
    public void Errors_of_WAGEUBN_are_not_made_twice()
    {
        const string told = "--error-pass: 'recompute': scheme wageubn does not have this option; its own is --saved";
        string[] scheme = ["--scheme", "wageubn", "--error-pass", "recompute"];
        Assert.Equal(told, Cli.Refused(["compile", .. scheme, "--out", folder.File("p.wsp")]));
        Assert.Equal(told, Cli.Refused(["train", .. scheme]));
        Assert.False(File.Exists(folder.File("p.wsp")));
    }

    [Fact]
    public void A_network_s_name_stands_for_its_notation_and_input()
    {
        string byName = folder.File("a.wsp"), byNotation = folder.File("b.wsp");
        var named = NetworkCatalogue.Find("mnist-lenet")!;
        Cli.Good("compile", "--network", named.Name, "--out", byName);
        Cli.Good("compile", "--network", named.Notation, "--input", "28x28x1", "--out", byNotation);
        Assert.Equal(File.ReadAllBytes(byNotation), File.ReadAllBytes(byName));
    }

    [Fact]
    public void Inference_has_only_forward_phases()
    {
        string json = folder.File("p.json");
        Cli.Good("compile", "--inference", "--out", folder.File("p.wsp"), "--json", json);
        var root = Cli.Json(json);
        Assert.True(root.GetProperty("inference").GetBoolean());
        Assert.All(root.GetProperty("ranges").EnumerateArray(), range => Assert.Equal("forward", range.GetProperty("phase").GetString()));
    }

    [Fact]
    public void Show_code_prints_what_disasm_prints()
    {
        string file = folder.File("p.wsp");
        string shown = Cli.Good("compile", "--network", "10SSE", "--inference", "--out", file, "--show", "code").Out;
        Assert.EndsWith("\n\n" + Cli.Good("disasm", file).Out, shown);
    }

    [Fact]
    public void A_changed_chip_does_not_go_by_the_preset_s_name()
    {
        string file = folder.File("p.wsp");
        Cli.Good("compile", "--chip", "edge", "--set", "rows=8", "--set", "cols=8", "--out", file);
        Assert.Equal("edge-modified", ProgramFile.Read(file).Chip);
        Cli.Good("compile", "--set", "name=mine", "--out", file);
        Assert.Equal("mine", ProgramFile.Read(file).Chip);
    }

    [Theory]
    [InlineData("--network 10FCX",
        "network '10FCX': token '10FCX': known are nCk, MPk, nFC and, last, nSSE or nCE " +
        "(such as 32C5, 96C11/4p2, MP2, MP3/2, 512FC, 10SSE)")]
    [InlineData("--network 4C3-MP2-MP2-10SSE", "network '4C3-MP2-MP2-10SSE': token 'MP2': a pool follows a convolution, once")]
    [InlineData("--input 3x3x1",
        "network '16C3-MP2-32C3-MP2-64FC-10SSE': token 'MP2': the image is 1×1×32 there, too small for a 2×2 pool; input is 3×3×1")]
    [InlineData("--input 8x8", "--input: '8x8' is not a shape; HxWxC is expected, such as 28x28x1")]
    [InlineData("--input 8x-8x1", "--input: '8x-8x1' is not a shape; HxWxC is expected, such as 28x28x1")]
    [InlineData("--input 8x0x1", "--input: '8x0x1' is not a shape; HxWxC is expected, such as 28x28x1")]
    [InlineData("--input 65536x65536x65536", "--input: 65536x65536x65536 has more than 16,777,216 elements")]
    [InlineData("--show tiles", "--show: 'tiles' is unknown; code is expected")]
    [InlineData("--chip egde",
        "chip 'egde': unknown; did you mean edge? Presets are base, edge, ideal, tiny, wide; a path to a JSON file is the other choice")]
    [InlineData("--chip none.json", "none.json: does not exist")]
    [InlineData("--set rows", "--set rows: KEY=VALUE is expected, such as rows=32")]
    [InlineData("--set row=1", "--set row=1: row: unknown key; did you mean rows?")]
    [InlineData("--set rows=many", "--set rows=many: rows: \"many\" is a string; a whole number 1..256 is expected")]
    [InlineData("--set rows=0", "--set rows=0: rows: 0 is outside 1..256")]
    public void Wrong_input_is_refused(string options, string message)
    {
        Assert.Equal(message, Cli.Refused(["compile", .. options.Split(' '), "--out", folder.File("p.wsp")]));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Theory]
    [InlineData("\"rows\": 16,", "", "rows: missing; a whole number 1..256 is expected")]
    [InlineData("\"rows\": 16", "\"rows\": 1600", "rows: 1600 is outside 1..256")]
    [InlineData("\"rows\": 16", "\"rows\": \"16\"", "rows: \"16\" is a string; a whole number 1..256 is expected")]
    [InlineData("\"rows\": 16", "\"rowz\": 16", "rowz: unknown key; did you mean rows?")]
    [InlineData("{", "", "line 2, column 9: ")]
    public void A_wrong_chip_file_is_refused(string old, string replacement, string message)
    {
        string chip = folder.File("chip.json"), text = ChipFile.Write(ChipFile.Load("edge", []));
        Assert.Contains(old, text);
        int at = text.IndexOf(old, StringComparison.Ordinal);
        File.WriteAllText(chip, text[..at] + replacement + text[(at + old.Length)..]);
        Assert.StartsWith($"{chip}: {message}", Cli.Refused("compile", "--chip", chip, "--out", folder.File("p.wsp")));
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_named_before_the_work()
    {
        string nowhere = folder.File("none/p"), good = folder.File("p");
        string message = $"{nowhere}: the folder {folder.File("none")} does not exist";
        Assert.Equal(message, Cli.Refused("compile", "--out", nowhere));
        Assert.Equal(message, Cli.Refused("compile", "--out", good, "--json", nowhere));
        Assert.Equal($"{folder.Path}: is a folder; a file is expected", Cli.Refused("compile", "--out", folder.Path));
        Assert.Equal($"{folder.Path}: is a folder; a file is expected", Cli.Refused("compile", "--out", good, "--json", folder.Path));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }
}
