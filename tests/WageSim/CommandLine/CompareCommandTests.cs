using System.Text.Json;
using WageSim.Tests.Support;

namespace WageSim.Tests.CommandLine;

public sealed class CompareCommandTests : IDisposable
{
    private const string Header = "LayerID, Total Cycles, Stall Cycles, Overall Util %, Mapping Efficiency %, Compute Util %,\n";
    private const string Topology = "Layer,M,N,K\na,100,40,70\nb,3,20,100\n";
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Write(string name, string text)
    {
        File.WriteAllText(folder.File(name), text);
        return folder.File(name);
    }

    private JsonElement Compare(string report, string topology, params string[] more)
    {
        string json = folder.File("c.json");
        Cli.Good(["compare", "scalesim", Write("r.csv", report), "--topology", Write("t.csv", topology), "--json", json, .. more]);
        return Cli.Json(json);
    }

    private static long Reason(JsonElement layer, string key) =>
        layer.GetProperty("reasons").EnumerateArray().Single(reason => reason.GetProperty("key").GetString() == key)
            .GetProperty("cycles").GetInt64();

    [Theory]
    [InlineData("ideal", "ws")]
    [InlineData("ideal", "os")]
    [InlineData("edge", "ws")]
    [InlineData("tiny", "os")]
    public void Reasons_sum_to_the_difference_from_the_timed_layers(string chip, string dataflow)
    {
        // That table needs the currents of a DRAM that can be built.
        string prices = chip == "ideal" ? "paper" : "synthesised";
        string[] on = ["--chip", chip, "--dataflow", dataflow, "--prices", prices];
        var root = Compare(Header + "0, 5000, 100, 1, 1, 1,\n1, 200.0, 0, 1, 1, 1,\n", Topology, on);
        string json = folder.File("t.json");
        Cli.Good(["time", "--topology", folder.File("t.csv"), "--json", json, .. on]);
        var timed = Cli.Json(json).GetProperty("layers").EnumerateArray().ToList();
        var layers = root.GetProperty("layers").EnumerateArray().ToList();
        foreach (string key in (string[])["cycles", "energyPicojoules"])
            Assert.Equal(
                timed.Select(layer => layer.GetProperty(key).GetDecimal()), layers.Select(layer => layer.GetProperty(key).GetDecimal()));
        Assert.Equal(Cli.Json(json).GetProperty("energyPicojoules").GetDecimal(), root.GetProperty("energyPicojoules").GetDecimal());
        Assert.Equal(prices, root.GetProperty("prices").GetString());
        Assert.Equal([5000, 200], layers.Select(layer => layer.GetProperty("theirCycles").GetInt64()));
        foreach (var layer in layers)
        {
            long difference = layer.GetProperty("cycles").GetInt64() - layer.GetProperty("theirCycles").GetInt64();
            Assert.Equal(difference, layer.GetProperty("difference").GetInt64());
            Assert.Equal(difference, layer.GetProperty("reasons").EnumerateArray().Sum(reason => reason.GetProperty("cycles").GetInt64()));
            Assert.Equal(1, Reason(layer, "lastCycle"));
        }
        Assert.Equal(-100, Reason(layers[0], "theirStalls"));
    }

    [Fact]
    public void A_report_that_follows_the_formula_leaves_no_rest_of_theirs()
    {
        // 32 × 32: a 3 · 2 folds of 2 · 32 + 32 + 100 - 2, b 4 · 1 of 2 · 32 + 32 + 3 - 2, each less one.
        var layers = Compare(Header + $"0, {6 * 194 - 1}, 0, 1, 1, 1,\n1, {4 * 97 - 1}, 0, 1, 1, 1,\n", Topology, "--chip", "ideal")
            .GetProperty("layers");
        Assert.Equal(0, Reason(layers[0], "theirRest"));
        Assert.Equal(0, Reason(layers[1], "theirRest"));
        // Without a gap: 6 · 100 + 32 + 62, and 4 · 32 + 3 + 62.
        Assert.Equal(-(6 * 194 - 694), Reason(layers[0], "foldOverlap"));
        Assert.Equal(-(4 * 97 - 193), Reason(layers[1], "foldOverlap"));
        Assert.Equal(JsonValueKind.Null, layers[0].GetProperty("theirCyclesWithPrefetch").ValueKind);
    }

    [Fact]
    public void Version_3_and_depthwise_layers_are_read()
    {
        string header = Header.Replace("LayerID,", "LayerID, Total Cycles (incl. prefetch),", StringComparison.Ordinal);
        string topology =
            "Layer name,IFMAP Height,IFMAP Width,Filter Height,Filter Width,Channels,Num Filter,Strides,\nxDP,6,6,3,3,2,1,2,\n";
        var layer = Compare(header + "0, 300, 200, 0, 1, 1, 1,\n1, 310, 210, 5, 1, 1, 1,\n", topology, "--chip", "ideal")
            .GetProperty("layers")[0];
        Assert.Equal((410, 610), (layer.GetProperty("theirCycles").GetInt64(), layer.GetProperty("theirCyclesWithPrefetch").GetInt64()));
        Assert.Equal((2, -5), (Reason(layer, "lastCycle"), Reason(layer, "theirStalls")));
        // Windows of 3 at 0 and 2 of 6 pixels, and one cut off at 4: 9 positions for them, 4 here.
        Assert.Equal(-2 * 5, Reason(layer, "cutWindows"));
    }

    [Theory]
    [InlineData("", ": is empty; a header with LayerID, Total Cycles and Stall Cycles is expected")]
    [InlineData("LayerID, Total Cycles,\n", ": line 1: the header has no column 'Stall Cycles'; is it a COMPUTE_REPORT.csv?")]
    [InlineData(Header, ": has a header and no layer")]
    [InlineData(Header + "1, 5, 0, 1, 1, 1,\n", ": line 2, column 1 (LayerID): '1': 0 is expected: layers are numbered from 0")]
    [InlineData(Header + "0, x, 0, 1, 1, 1,\n", ": line 2, column 2 (Total Cycles): 'x': a whole number of cycles is expected")]
    [InlineData(Header + "0, 5, -1, 1, 1, 1,\n", ": line 2, column 3 (Stall Cycles): '-1': a whole number of cycles is expected")]
    [InlineData(Header + "0, 5\n", ": line 2, column 3 (Stall Cycles): '': a whole number of cycles is expected")]
    public void Faults_name_their_place(string report, string message)
    {
        string file = Write("r.csv", report);
        Assert.Equal(file + message, Cli.Refused("compare", "scalesim", file, "--topology", Write("t.csv", Topology)));
    }

    [Fact]
    public void The_files_must_have_the_same_layers()
    {
        string report = Write("r.csv", Header + "0, 5, 0, 1, 1, 1,\n"), topology = Write("t.csv", Topology);
        Assert.Equal($"{report}: 1 layers; {topology} has 2", Cli.Refused("compare", "scalesim", report, "--topology", topology));
    }
}
