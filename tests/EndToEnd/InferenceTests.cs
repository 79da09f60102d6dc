using System.Text.Json;
using WageSim.Models.Golden.Wage;
using WageSim.Models.Networks;
using WageSim.Models.Schemes.Wage;
using WageSim.Models.Traces;
using WageSim.Reports;
using WageSim.Runs;
using WageSim.Tests.CommandLine;
using WageSim.Tests.Support;
using WageSim.Tests.Workloads.Datasets;
using WageSim.Workloads.Datasets;

namespace WageSim.Tests.EndToEnd;

/// <summary>Trained weights out of a run, into other runs and through inference.</summary>
public sealed class InferenceTests : IDisposable
{
    private const string Small = "6C3-MP2-10SSE";
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Run => folder.File("run");
    private string File(string name) => folder.File(name);

    // 50 test images in passes of 16: three whole ones and one of two images.
    private RunResult Train(params string[] more)
    {
        Cli.Good(["train", "--network", Small, "--limit", "160", "--test-limit", "50", "--batch", "16", "--epochs", "3",
            "--out", Run, .. more]);
        return Read<RunResult>(Path.Combine(Run, "run.json"));
    }

    private InferenceResult Infer(params string[] arguments)
    {
        Cli.Good(["infer", "--json", File("infer.json"), .. arguments]);
        return Read<InferenceResult>(File("infer.json"));
    }

    [Fact]
    public void Inference_with_a_run_s_weights_has_the_error_and_cycles_of_its_last_test()
    {
        var trained = Train();
        var result = Infer("--run", Run, "--check", "4");
        Assert.Equal((50, 4, 4), (result.Images, result.Passes, result.GoldenPassesChecked));
        Assert.Equal(trained.WeightsSha256, result.WeightsSha256);
        Assert.Equal(trained.Epochs[^1].TestError, result.Error);
        Assert.Equal(trained.Epochs[^1].TestErrorTiesCorrect, result.ErrorTiesCorrect);
        Assert.Equal(trained.TestCycles, 3 * result.Cycles);
        Assert.Equal(result.Cycles, result.Layers.Sum(layer => layer.Cycles));
        Assert.Equal(50 * (64 * 9 * 6 + 16 * 6 * 10), result.Macs);
        Assert.Equal(result.EnergyPicojoules, result.Layers.Sum(layer => layer.EnergyPicojoules));
        CostSums.AssertExact(result.Energy, result.Area, result.EnergyPicojoules);
        Assert.Equal(50 / result.ChipSeconds, result.ImagesPerSecond);
        Assert.Equal(["conv0 forward", "fc1 forward"], result.Layers.Select(layer => $"{layer.Name} {layer.Phase}"));
    }

    [Fact]
    public void The_error_is_that_of_the_golden_model()
    {
        Train();
        var result = Infer("--run", Run);
        var parameters = WageParameters.Default(Network.Parse(Small, new(8, 8, 1)), BitWidths.Paper);
        var data = DataSets.Load("digits");
        sbyte[] codes = new sbyte[50 * 64];
        int[] labels = new int[50];
        Batches.Gather(data.Test, PixelCodes.SignedUnit, [.. Enumerable.Range(0, 50)], codes, labels);
        long[] sums = new WageTrainer(parameters).Infer(
            WeightFile.Read(Path.Combine(Run, "weights.npz"), parameters), codes, 50);
        int wrong = 0, wrongWithTies = 0;
        for (int b = 0; b < 50; b++)
        {
            long[] row = sums[(10 * b)..(10 * b + 10)];
            if (Array.IndexOf(row, row.Max()) != labels[b]) wrong++;
            if (row[labels[b]] < row.Max()) wrongWithTies++;
        }
        Assert.Equal((wrong / 50.0, wrongWithTies / 50.0), (result.Error, result.ErrorTiesCorrect));
    }

    [Fact]
    public void Weights_go_out_and_in_again_and_give_the_same()
    {
        var trained = Train();
        string file = File("w.npz");
        string said = Cli.Good("export", Run, "--out", file).Out;
        Assert.StartsWith($"{file}: 1,014 weights of 2 layers, from {Run}", said);
        Assert.EndsWith($"sha256 {trained.WeightsSha256}\n", said);
        Assert.Equal(System.IO.File.ReadAllBytes(Path.Combine(Run, "weights.npz")), System.IO.File.ReadAllBytes(file));
        var byRun = Infer("--run", Run);
        var byFile = Infer("--weights", file, "--network", Small, "--limit", "50", "--batch", "16");
        Assert.Equal(Text(byRun), Text(byFile));

        static string Text(InferenceResult result) => JsonSerializer.Serialize(result with { Weights = "", Command = [], Host = null! });
    }

    [Fact]
    public void Cycles_differ_by_chip_and_batch_and_bits_do_not()
    {
        Train();
        var edge = Infer("--run", Run);
        string[][] others = [["--chip", "tiny"], ["--set", "vector.lanes=4"], ["--batch", "7"], ["--chip", "edge", "--set", "rows=8"]];
        foreach (string[] other in others)
        {
            var result = Infer(["--run", Run, "--check", "1", .. other]);
            Assert.Equal((edge.Error, edge.ErrorTiesCorrect, edge.Macs), (result.Error, result.ErrorTiesCorrect, result.Macs));
            Assert.NotEqual(edge.Cycles, result.Cycles);
        }
        foreach (string[] same in (string[][])[["--clock", "stepping"], ["--fidelity", "grid", "--threads", "2"]])
        {
            var result = Infer(["--run", Run, .. same]);
            Assert.Equal((edge.Error, edge.Cycles, edge.EnergyPicojoules), (result.Error, result.Cycles, result.EnergyPicojoules));
            Assert.Equal(edge.Stalls, result.Stalls);
        }
    }

    [Fact]
    public void What_is_not_said_is_as_in_the_run()
    {
        string data = $"idx:{GreyImages(training: 40, test: 20)}";
        Cli.Good("train", "--limit", "64", "--test-limit", "20", "--epochs", "1", "--set", "macBits=2", "--out", Run);
        var own = Infer("--run", Run);
        var other = Infer("--run", Run, "--data", data);
        Assert.Equal(("edge", 32, "digits", 20), (own.Chip, own.Batch, own.Data, own.Images));
        Assert.Equal(("edge", 32, data, 20), (other.Chip, other.Batch, other.Data, other.Images));
        Assert.Equal(own.Cycles, other.Cycles);
        // The clock of the run's chip, whose MACs are still of 2 bits.
        var slower = Infer("--run", Run, "--set", "clockMegahertz=250");
        Assert.True(slower.ChipSeconds > own.ChipSeconds);
        Assert.Equal(own.PeProducts, slower.PeProducts);
        // 128 images a pass, as train has it for such data; only 40 are there to train with.
        Assert.Equal(128, Infer("--weights", Path.Combine(Run, "weights.npz"), "--network", "digits-cnn", "--data", data).Batch);
    }

    [Fact]
    public void Outputs_do_not_take_the_place_of_the_run_s_files()
    {
        Train();
        var before = Contents();
        foreach (string name in (string[])["record.json", "run.json", "epochs.jsonl", "weights.npz", "checkpoint-000003.wsc"])
        {
            string file = Path.Combine(Run, name), message = $"{file}: is a file of the run itself; another name is expected";
            Assert.Equal(message, Cli.Refused("train", "--resume", Run, "--json", file));
            Assert.Equal(message, Cli.Refused("train", "--out", Run, "--json", file));
            Assert.Equal(message, Cli.Refused("infer", "--run", Run + "/", "--json", file));
            Assert.Equal(message, Cli.Refused("export", Run, "--out", file));
            Assert.Equal(message, Cli.Refused("export", Run, "--out", File("w.npz"), "--json", file));
        }
        Cli.Good("export", Run, "--out", Path.Combine(Run, "mine.npz"));
        System.IO.File.Delete(Path.Combine(Run, "mine.npz"));
        Assert.Equal(before, Contents());

        Dictionary<string, string> Contents() =>
            Directory.GetFiles(Run).ToDictionary(file => file, file => Convert.ToHexString(System.IO.File.ReadAllBytes(file)));
    }

    [Fact]
    public void Training_begins_with_given_weights()
    {
        var drawn = Train("--seed", "7");
        var parameters = WageParameters.Default(Network.Parse(Small, new(8, 8, 1)), BitWidths.Paper);
        string file = File("start.npz");
        Assert.Equal(drawn.WeightsSha256, Trained(WageInitializer.Draw(parameters, 7)));
        Assert.NotEqual(drawn.WeightsSha256, Trained(WageInitializer.Draw(parameters, 8)));

        string Trained(int[][] start)
        {
            System.IO.File.WriteAllBytes(file, WeightFile.ToBytes(parameters, start));
            Cli.Good("train", "--network", Small, "--limit", "160", "--test-limit", "50", "--batch", "16", "--epochs", "3", "--seed", "7",
                "--weights", file, "--check", "1", "--json", File("given.json"));
            return Read<RunResult>(File("given.json")).WeightsSha256;
        }
    }

    [Fact]
    public void Bad_weights_and_data_are_refused()
    {
        Train();
        string weights = Path.Combine(Run, "weights.npz");
        Assert.Equal($"{weights}: array 'weight/0' has shape (3, 3, 1, 6); (3, 3, 1, 4) is expected",
            Cli.Refused("infer", "--weights", weights, "--network", "4C3-MP2-10SSE"));
        Assert.Equal($"{weights}: array 'weight/1' is there; network '10SSE' has 1 layers with weights",
            Cli.Refused("train", "--weights", weights, "--network", "10SSE"));
        System.IO.File.WriteAllBytes(File("cut.npz"), System.IO.File.ReadAllBytes(weights)[..^7]);
        Assert.StartsWith($"{File("cut.npz")}: ", Cli.Refused("infer", "--weights", File("cut.npz")));
        Assert.Equal($"{File("w.npz")}: is given for two files of the command",
            Cli.Refused("export", Run, "--out", File("w.npz"), "--json", File("w.npz")));
        foreach (string file in Directory.GetFiles(Run, "*.wsc")) System.IO.File.Delete(file);
        Assert.Equal($"{Run}: the run has no checkpoint yet, and so no weights", Cli.Refused("export", Run, "--out", File("w.npz")));
        Assert.False(System.IO.File.Exists(File("w.npz")));
    }

    [Fact]
    public void A_sum_that_differs_is_named()
    {
        Assert.Null(OutputComparison.FirstDifference([1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6], 8, 3));
        Assert.Equal("image 9, class 2: the sum is 7, expected 6",
            OutputComparison.FirstDifference([1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 7], 8, 3));
    }

    private string GreyImages(int training, int test)
    {
        foreach (var (part, images) in new[] { ("train", training), ("t10k", test) })
        {
            byte[] pixels = [.. Enumerable.Range(0, 64 * images).Select(i => (byte)(37 * i))];
            byte[] labels = [.. Enumerable.Range(0, images).Select(i => (byte)(i % 10))];
            System.IO.File.WriteAllBytes(File($"{part}-images-idx3-ubyte"), IdxFiles.Bytes(2051, [images, 8, 8], pixels));
            System.IO.File.WriteAllBytes(File($"{part}-labels-idx1-ubyte"), IdxFiles.Bytes(2049, [images], labels));
        }
        return folder.Path;
    }

    private static T Read<T>(string file) => JsonSerializer.Deserialize<T>(System.IO.File.ReadAllText(file), JsonSerializerOptions.Web)!;
}
