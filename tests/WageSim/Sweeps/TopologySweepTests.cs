using System.Text.Json;
using System.Text.RegularExpressions;
using WageSim.Tests.CommandLine;
using WageSim.Tests.Support;

namespace WageSim.Tests.Sweeps;

/// <summary>Sweeps over layers of other tools' files.</summary>
public sealed class TopologySweepTests : IDisposable
{
    private static readonly string[] tables = ["points.csv", "layers.csv", "counts.csv"];
    private readonly TemporaryFolder folder = new();

    public TopologySweepTests()
    {
        // Two lines of one name, a depthwise layer, equal shapes, odd sizes.
        File.WriteAllText(folder.File("t.csv"), """
            Layer name, IFMAP Height, IFMAP Width, Filter Height, Filter Width, Channels, Num Filter, Strides,
            a, 9, 7, 3, 3, 5, 11, 1,
            a, 9, 7, 3, 3, 5, 11, 1,
            DP, 8, 8, 3, 3, 6, 1, 2,
            b, 5, 5, 2, 1, 17, 3, 2,

            """);
        File.WriteAllText(folder.File("p.csv"), "Layer, M, N, K,\nonly, 13, 9, 31,\n");
    }

    public void Dispose() => folder.Dispose();

    private string Out => folder.File("sweep");

    private string[] Sweep => ["sweep", "--topology", $"{folder.File("t.csv")},{folder.File("p.csv")}", "--batch", "3", "--chip", "edge",
        "--grid", "array=4x4,16x8 macBits=4,8 dataflow=ws,os weightBits=5,8"];

    private static string[] Tables(string folder) => [.. tables.Select(name => File.ReadAllText(Path.Combine(folder, name)))];

    private static List<Dictionary<string, string>> Rows(string csv)
    {
        // Reasons may hold commas, in quotes.
        string[] lines = Regex.Replace(csv, "\"[^\"]*\"", "words").TrimEnd('\n').Split('\n'), header = lines[0].Split(',');
        return [.. lines[1..].Select(line => header.Zip(line.Split(',')).ToDictionary(cell => cell.First, cell => cell.Second))];
    }

    [Fact]
    public void Layers_of_each_point_are_those_that_time_finds()
    {
        string json = folder.File("time.json");
        Cli.Good([.. Sweep, "--out", Out]);
        var points = Rows(Tables(Out)[0]);
        var layers = Rows(Tables(Out)[1]).ToLookup(row => row["point"]);
        var counts = Rows(Tables(Out)[2]);
        Assert.Equal(32, points.Count);
        foreach (var point in points)
        {
            string[] size = point["array"].Split('x');
            Cli.Good("time", "--topology", point["topology"], "--chip", "edge", "--batch", "3", "--set", $"rows={size[0]}", "--set",
                $"cols={size[1]}", "--set", $"macBits={point["macBits"]}", "--dataflow", point["dataflow"], "--weight-bits",
                point["weightBits"], "--json", json);
            var timed = Cli.Json(json);
            Check(timed, point, "energyPicojoules", "energy_pj");
            var whole = layers[point["point"]].ToList();
            var each = timed.GetProperty("layers").EnumerateArray().ToList();
            string[] names = each.Count > 1 ? ["a", "a#2", "DP", "b"] : ["only"];
            Assert.Equal(names, whole.Select(layer => layer["layer"]));
            Assert.All(whole, layer => Assert.Equal("forward", layer["phase"]));
            for (int i = 0; i < each.Count; i++)
            {
                Check(each[i], whole[i], "energyPicojoules", "energy_pj");
                var activity = counts.Where(row => row["point"] == point["point"] && row["layer"] == names[i])
                    .ToDictionary(row => row["name"], row => row["count"]);
                foreach (var count in each[i].GetProperty("activity").EnumerateObject())
                    Assert.Equal(count.Value.GetInt64(), long.Parse(activity.GetValueOrDefault(count.Name, "0")));
                foreach (var stall in each[i].GetProperty("stalls").EnumerateObject())
                    Assert.Equal(stall.Value.GetInt64(), long.Parse(whole[i].GetValueOrDefault($"cycles.{stall.Name}", "0")));
            }
            Assert.Equal(long.Parse(point["cycles"]), whole.Sum(layer => long.Parse(layer["cycles"])));
            Assert.Equal(decimal.Parse(point["energy_pj"]), whole.Sum(layer => decimal.Parse(layer["energy_pj"])));
        }

        static void Check(JsonElement ours, Dictionary<string, string> row, string energy, string column)
        {
            Assert.Equal(ours.GetProperty("cycles").GetInt64(), long.Parse(row["cycles"]));
            Assert.Equal(ours.GetProperty("macs").GetInt64(), long.Parse(row["macs"]));
            Assert.Equal(ours.GetProperty("utilization").GetDouble(), double.Parse(row["utilization"]));
            Assert.Equal(ours.GetProperty(energy).GetDecimal(), decimal.Parse(row[column]));
        }
    }

    [Fact]
    public void Workers_and_a_second_call_leave_the_tables_as_they_are_and_pareto_and_explain_read_them()
    {
        Cli.Good([.. Sweep, "--out", Out, "--workers", "1"]);
        Cli.Good([.. Sweep, "--out", folder.File("other"), "--workers", "2", "--constraint", "cycles < 2000"]);
        var (all, bounded) = (Rows(Tables(Out)[0]), Rows(Tables(folder.File("other"))[0]));
        Assert.Equal(all.Select(row => row["cycles"]), bounded.Select(row => row["cycles"]));
        Assert.Equal(all.Select(row => long.Parse(row["cycles"]) < 2000), bounded.Select(row => row["status"] == "valid"));
        Assert.Equal(2, bounded.Select(row => row["status"]).Distinct().Count());
        string[] before = Tables(Out);
        Cli.Good([.. Sweep, "--out", Out, "--json", folder.File("s.json")]);
        Assert.Equal(0, Cli.Json(folder.File("s.json")).GetProperty("pointsRun").GetInt32());
        Assert.Equal(before, Tables(Out));
        // Two files and two widths are four works, each with a front.
        Cli.Good("pareto", Out, "--json", folder.File("pareto.json"));
        var works = Cli.Json(folder.File("pareto.json")).GetProperty("front").EnumerateArray().Select(point =>
            (point.GetProperty("parameters").GetProperty("topology").GetString(), point.GetProperty("parameters").GetProperty("weightBits")
                .GetString()));
        Assert.Equal(4, works.Distinct().Count());
        Cli.Good("explain", Out, "--point", "1", "--json", folder.File("explain.json"));
        var change = Cli.Json(folder.File("explain.json")).GetProperty("changes").EnumerateArray()
            .Single(change => change.GetProperty("change").GetString() == "macBits 4 → 8");
        var neighbour = all.Single(row => row["macBits"] == "8" && (string[])["topology", "array", "dataflow", "weightBits"] is var same
            && same.All(key => row[key] == all[0][key]));
        Assert.Equal(("4", neighbour["cycles"]), (all[0]["macBits"], $"{change.GetProperty("cycles").GetInt64()}"));
    }

    [Fact]
    public void A_configuration_changes_the_chip_and_the_parameters_have_the_last_word()
    {
        File.WriteAllText(folder.File("c.cfg"), "[architecture_presets]\nArrayHeight: 12\nArrayWidth: 6\nDataflow: os\n");
        string json = folder.File("time.json"), topology = folder.File("p.csv"), config = folder.File("c.cfg");
        string[] command = ["sweep", "--topology", topology, "--chip", "edge", "--config", config, "--grid", "cols=6,8", "--out", Out];
        Cli.Good(command);
        foreach (var point in Rows(Tables(Out)[0]))
        {
            Cli.Good(
                "time", "--topology", topology, "--chip", "edge", "--config", config, "--set", $"cols={point["cols"]}", "--json", json);
            Assert.Equal(Cli.Json(json).GetProperty("cycles").GetInt64(), long.Parse(point["cycles"]));
            Assert.Equal("os", Cli.Json(json).GetProperty("dataflow").GetString());
        }
        File.AppendAllText(config, "IfmapSramSzkB: 64\n");
        Assert.StartsWith($"--out: {Out} has another sweep: files.configs.{config} is ", Cli.Refused(command));
    }

    [Fact]
    public void A_topology_that_changed_is_refused_in_one_line()
    {
        Cli.Good([.. Sweep, "--out", Out]);
        File.AppendAllText(folder.File("p.csv"), "more, 1, 2, 3,\n");
        Assert.StartsWith(
            $"--out: {Out} has another sweep: files.topologies.{folder.File("p.csv")} is ", Cli.Refused([.. Sweep, "--out", Out]));
        // Points 17 and up are of it; the others can still be explained.
        Assert.StartsWith($"{Out}: files have changed since the sweep: topologies.{folder.File("p.csv")} is ",
            Cli.Refused("explain", Out, "--point", "17"));
        Cli.Good("explain", Out, "--point", "1");
    }

    [Fact]
    public void An_ONNX_model_is_swept_as_a_network_and_as_layers()
    {
        string model = folder.File("m.onnx");
        File.WriteAllBytes(model, new OnnxWriter().Input("x", 0, 1, 9, 9).Constant("w", true, 4, 1, 3, 3).Constant("b", true, 4)
            .Constant("v", true, 10, 4 * 81)
            .Node("Conv", ["x", "w", "b"], ["c"], "conv", ("pads", (int[])[1, 1, 1, 1])).Node("Relu", ["c"], ["r"])
            .Node("Flatten", ["r"], ["f"]).Node("Gemm", ["f", "v"], ["y"], "out", ("transB", 1)).Output("y").Model());
        string[] rest = ["--batch", "4", "--chip", "edge", "--grid", "array=4x4,8x8 bits=2-8-8-8,3-8-12-9"];
        string text = Cli.Good(["sweep", "--network", model, .. rest, "--out", Out]).Out;
        Assert.Contains($"note     {model}: 1 bias is dropped", text);
        string json = folder.File("compiled.json");
        foreach (var point in Rows(Tables(Out)[0]))
        {
            string size = point["array"].Split('x')[0];
            string program = folder.File("p.wsp");
            Cli.Good("compile", "--network", model, "--batch", "4", "--bits", point["bits"], "--chip", "edge", "--set", $"rows={size}",
                "--set", $"cols={size}", "--out", program);
            Cli.Good("run", program, "--chip", "edge", "--set", $"rows={size}", "--set", $"cols={size}", "--no-data", "--json", json);
            Assert.Equal(Cli.Json(json).GetProperty("cycles").GetInt64(), long.Parse(point["cycles"]));
        }
        Cli.Good("sweep", "--topology", model, "--chip", "edge", "--grid", "array=4x4,8x8", "--out", folder.File("layers"));
        Assert.Equal(["conv", "out"], Rows(Tables(folder.File("layers"))[1]).Select(row => row["layer"]).Distinct());
        File.WriteAllText(model, "not a model");
        Assert.StartsWith($"{model}: is not an ONNX model: ",
            Cli.Refused("sweep", "--topology", model, "--grid", "rows=8", "--out", folder.File("third")));
        Assert.False(Directory.Exists(folder.File("third")));
    }

    [Theory]
    [InlineData("sweep: network and topology: only one of them is allowed", "--network", "digits-cnn")]
    [InlineData("'bits': is for networks; the sweep is of a topology", "--bits", "2-8-8-8")]
    [InlineData("--work: step: layers of a topology run forward only: inference", "--work", "step")]
    [InlineData("none.csv: cannot be read: ", "--topology", "none.csv")]
    public void What_a_topology_has_not_is_refused(string message, params string[] options)
    {
        string[] sweep = [.. options[0] == "--topology" ? options : ["--topology", folder.File("p.csv"), .. options]];
        Assert.StartsWith(message, Cli.Refused(["sweep", .. sweep, "--grid", "rows=8", "--out", Out]));
        Assert.False(Directory.Exists(Out));
    }

    [Fact]
    public void Points_with_a_value_that_cannot_be_are_invalid()
    {
        string json = folder.File("s.json");
        Cli.Good("sweep", "--topology", folder.File("p.csv"), "--grid", "dataflow=ws,is weightBits=8,9", "--out", Out, "--json", json);
        var reasons = Cli.Json(json).GetProperty("reasons").EnumerateArray().Select(reason => reason.GetProperty("reason").GetString());
        Assert.Equal(
            ["dataflow=is: is not one of ws, os", "weightBits=9: a whole number 2..8 is expected", "dataflow=is: is not one of ws, os"],
            reasons);
        Assert.Equal("'dataflow': is for topologies; the sweep is of a network",
            Cli.Refused("sweep", "--network", "digits-cnn", "--grid", "dataflow=ws,os", "--out", folder.File("other")));
    }
}
