using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using WageSim.Machine;
using WageSim.Models.Costs;
using WageSim.Models.Hardware;
using WageSim.Runs;
using WageSim.Tests.Support;
using WageSim.Workloads.Topologies;

namespace WageSim.Tests.CommandLine;

public sealed class TimeCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static string Sample(string name) => Path.Combine(Repository.Folder, "workloads", "Topologies", "samples", name);

    private string Write(string name, string text)
    {
        File.WriteAllText(folder.File(name), text);
        return folder.File(name);
    }

    [Fact]
    public void A_network_s_step_takes_what_its_program_takes_and_has_every_layer_and_phase_by_block()
    {
        const string Network = "4C3-R4-R6/2-GAP-3CE";
        string json = folder.File("t.json"), run = folder.File("r.json"), program = folder.File("p.wsp");
        string text = Cli.Good("time", "--network", Network, "--chip", "edge", "--batch", "3", "--saved", "recompute", "--json", json).Out;
        Cli.Good("compile", "--scheme", "wageubn", "--network", Network, "--chip", "edge", "--batch", "3", "--saved", "recompute",
            "--out", program);
        Cli.Good("run", program, "--no-data", "--json", run);
        var (timed, ran) = (Cli.Json(json), Cli.Json(run));
        foreach (string key in (string[])["cycles", "macs", "peProducts"]) Assert.Equal(Long(ran, key), Long(timed, key));
        Assert.Equal(ran.GetProperty("picojoules").GetDecimal(), timed.GetProperty("energyPicojoules").GetDecimal());
        Assert.Equal(("step", "wageubn", "recompute"), (timed.GetProperty("work").GetString(), timed.GetProperty("scheme").GetString(),
            timed.GetProperty("saved").GetString()));
        var layers = timed.GetProperty("layers").EnumerateArray().ToList();
        Assert.Equal(Long(ran, "cycles"), layers.Sum(layer => Long(layer, "cycles")));
        foreach (var layer in layers)
        {
            string name = layer.GetProperty("name").GetString()!, phase = layer.GetProperty("phase").GetString()!;
            string part = Regex.Escape(layer.GetProperty("part").GetString()!);
            Assert.Matches($@"(?m)^{name} +{part} +{phase} +{Long(layer, "cycles"):N0} ", text);
        }
        Assert.Equal("block 1 (R6/2), conv 2", layers.First(layer => layer.GetProperty("name").GetString() == "conv5")
            .GetProperty("part").GetString());
        foreach (string row in (string[])["4C3", "block 0 (R4)", "block 1 (R6/2)", "GAP", "3CE", "forward, normalisation", "update"])
            Assert.Matches($@"(?m)^{Regex.Escape(row)} +[\d,]+ +[\d.]+ % ", text);
    }

    [Fact]
    public void An_inference_pass_and_chains_of_any_scheme_are_timed_too()
    {
        string json = folder.File("t.json");
        string text = Cli.Good("time", "--network", "digits-cnn", "--inference", "--bits", "2-8-8-8", "--json", json).Out;
        Assert.Contains("program  one inference pass of 32 images of 8×8×1, without data: ", text);
        Assert.DoesNotContain("Cycles by block", text);
        var result = Cli.Json(json);
        Assert.Equal(32 * 91_776, Long(result, "macs"));
        Assert.Equal(("inference", "wage", "digits-cnn"), (result.GetProperty("work").GetString(), result.GetProperty("scheme").GetString(),
            result.GetProperty("networkName").GetString()));
        Cli.Good("time", "--network", "niti-digits", "--scheme", "niti", "--json", json);
        Assert.Equal("niti", Cli.Json(json).GetProperty("scheme").GetString());
    }

    [Theory]
    [InlineData("time: neither of --network and --topology given; one is expected")]
    [InlineData("time: both of --network and --topology given; one is expected", "--network", "8C3-10SSE", "--topology", "a.csv")]
    [InlineData("--dataflow: is for --topology", "--network", "8C3-10SSE", "--dataflow", "os")]
    [InlineData("--weight-bits: is for --topology", "--network", "8C3-10SSE", "--weight-bits", "4")]
    [InlineData("--saved: is for --network", "--topology", "a.csv", "--saved", "spill")]
    [InlineData("--activation-clip: is for --network", "--topology", "a.csv", "--activation-clip", "255")]
    [InlineData("--saved: not with --inference, which saves nothing", "--network", "4C3-R4-GAP-2CE", "--inference", "--saved", "spill")]
    public void Options_of_networks_and_of_topologies_do_not_mix(string message, params string[] options) =>
        Assert.Equal(message, Cli.Refused(["time", .. options]));

    [Fact]
    public void Another_price_table_changes_energy_and_nothing_else()
    {
        string topology = Write("t.csv", "Layer,M,N,K\na,40,20,30\nb,7,9,11\n"), json = folder.File("t.json");
        string[] command = ["time", "--topology", topology, "--chip", "edge", "--json", json];
        Cli.Good(command);
        var paper = Cli.Json(json);
        Cli.Good([.. command, "--prices", "synthesised"]);
        var other = Cli.Json(json);
        Assert.Equal(("paper", "synthesised"), (paper.GetProperty("prices").GetString(), other.GetProperty("prices").GetString()));
        var metrics = new StepMetrics(ChipFile.Load("edge", []), PriceTable.Load("synthesised"));
        var layers = paper.GetProperty("layers").EnumerateArray().Zip(other.GetProperty("layers").EnumerateArray()).ToList();
        Assert.All(layers, layer => Assert.Equal(Long(layer.First, "cycles"), Long(layer.Second, "cycles")));
        foreach (var (shape, layer) in new[] { (40, 20, 30), (7, 9, 11) }.Zip(layers))
        {
            var program = LayerCompiler.Compile(TopologyLayer.Product("", shape.Item1, shape.Item2, shape.Item3), metrics.Chip, new());
            var result = new Accelerator(metrics.Chip, program, null).Run();
            decimal energy = metrics.Energy.Parts(StepMetrics.Work(result)).Sum(part => part.Picojoules);
            Assert.Equal(energy, layer.Second.GetProperty("energyPicojoules").GetDecimal());
            Assert.NotEqual(energy, layer.First.GetProperty("energyPicojoules").GetDecimal());
        }
        Assert.StartsWith("price table 'papr': no such table or file; did you mean paper?", Cli.Refused([.. command, "--prices", "papr"]));
    }

    [Fact]
    public void Layers_have_the_machine_s_time_and_counts()
    {
        string topology = Write("t.csv", "Layer,M,N,K,Batch\na,40,20,30,1\nb,40,20,30,3\n"), json = folder.File("t.json");
        string text = Cli.Good("time", "--topology", topology, "--chip", "edge", "--set", "rows=8", "--batch", "2", "--dataflow", "os",
            "--weight-bits", "4", "--json", json).Out;
        var chip = ChipFile.Load("edge", ["rows=8"]);
        var program = LayerCompiler.Compile(TopologyLayer.Product("a", 40, 20, 30), chip, new(Dataflow.OutputStationary, 2, 4));
        var expected = new Accelerator(chip, program, null).Run();
        var root = Cli.Json(json);
        var layers = root.GetProperty("layers").EnumerateArray().ToList();
        Assert.Equal(["a", "b"], layers.Select(layer => layer.GetProperty("name").GetString()));
        long[] times = [1, 3];
        foreach (var (layer, repeats) in layers.Zip(times))
        {
            Assert.Equal(expected.Cycles * repeats, Long(layer, "cycles"));
            Assert.Equal(40L * 2 * 20 * 30 * repeats, Long(layer, "macs"));
            Assert.Equal((double)expected.PeProducts / (expected.Cycles * 8 * 16), layer.GetProperty("utilization").GetDouble(), 12);
            Assert.Equal((80, 20, 30), (Long(layer, "m"), Long(layer, "n"), Long(layer, "k")));
            Assert.Equal(layer.GetProperty("energyPicojoules").GetDecimal(),
                layer.GetProperty("energyComponents").EnumerateObject().Sum(part => part.Value.GetDecimal()));
        }
        Assert.Equal(expected.Cycles * 4, Long(root, "cycles"));
        Assert.Equal(layers.Sum(layer => layer.GetProperty("energyPicojoules").GetDecimal()),
            root.GetProperty("energyPicojoules").GetDecimal());
        Assert.Contains($"total    {expected.Cycles * 4:N0} cycles", text);
        Assert.Matches(@"(?m)^b ×3 ", text);
    }

    private static long Long(JsonElement element, string name) => element.GetProperty(name).GetInt64();

    [Fact]
    public void A_configuration_changes_the_chip_and_the_command_line_has_the_last_word()
    {
        string config = Write("s.cfg", "[architecture_presets]\nArrayHeight: 8\nArrayWidth: 8\nDataflow: os\nBandwidth: 3\n");
        string json = folder.File("t.json");
        string text = Cli.Good("time", "--topology", Sample("cifar10-vgg-products.csv"), "--config", config, "--set", "cols=4",
            "--dataflow", "ws", "--json", json).Out;
        var root = Cli.Json(json);
        Assert.Equal("ws", root.GetProperty("dataflow").GetString());
        Assert.Equal((8, 4), (Long(root.GetProperty("chipDescription"), "rows"), Long(root.GetProperty("chipDescription"), "cols")));
        Assert.Contains("note     no counterpart here: Bandwidth 3; DRAM is that of the chip", text);
    }

    [Fact]
    public void A_topology_of_ResNet_18_s_size_takes_less_than_two_seconds()
    {
        var watch = Stopwatch.StartNew();
        string json = folder.File("t.json");
        Cli.Good("time", "--topology", Sample("resnet18.csv"), "--chip", "base", "--json", json);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 2);
        Assert.Equal(1_814_073_344, Long(Cli.Json(json), "macs"));
    }

    [Fact]
    public void Results_do_not_depend_on_threads()
    {
        string[] files = [folder.File("1.json"), folder.File("3.json")];
        foreach (var (file, threads) in files.Zip((string[])["1", "3"]))
            Cli.Good("time", "--topology", Sample("cifar10-vgg.csv"), "--chip", "edge", "--threads", threads, "--json", file);
        Assert.Equal(Cli.Json(files[0]).GetProperty("layers").GetRawText(), Cli.Json(files[1]).GetProperty("layers").GetRawText());
    }

    [Fact]
    public void Faults_are_one_line()
    {
        string topology = Write("t.csv", "Layer,M,N,K\na,4,4,4\n");
        Assert.Equal("--dataflow: 'is' is not one of ws, os", Cli.Refused("time", "--topology", topology, "--dataflow", "is"));
        Assert.Equal("--weight-bits: 9 is outside 2..8", Cli.Refused("time", "--topology", topology, "--weight-bits", "9"));
        string config = Write("s.cfg", "[architecture_presets]\nOfmapSramSzkB: 1\n");
        Assert.StartsWith($"{config} on chip base: accumulator.bankKiB=1: accumulator.bankKiB: 1 KiB hold 8 rows of 32 32-bit sums",
            Cli.Refused("time", "--topology", topology, "--config", config));
        string large = Write("l.csv", "Layer,M,N,K\na,4,4,4\nb,4,4,200000\n");
        Assert.StartsWith("layer b: 200000 products of 8-bit codes may need more than", Cli.Refused("time", "--topology", large));
    }
}
