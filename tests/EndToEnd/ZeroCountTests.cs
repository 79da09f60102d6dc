using System.Text.Json;
using WageSim.Reports;
using WageSim.Tests.CommandLine;
using WageSim.Tests.Support;

namespace WageSim.Tests.EndToEnd;

/// <summary>Products with a zero operand in the results of training and inference.</summary>
public sealed class ZeroCountTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static readonly string[] small =
        ["train", "--network", "6C3-MP2-10SSE", "--limit", "40", "--test-limit", "20", "--batch", "8", "--epochs", "2"];

    private RunResult Train(params string[] more) => Run<RunResult>([.. small, .. more]);

    private T Run<T>(params string[] arguments)
    {
        string json = folder.File("result.json");
        Cli.Good([.. arguments, "--json", json]);
        return JsonSerializer.Deserialize<T>(File.ReadAllText(json), JsonSerializerOptions.Web)!;
    }

    [Fact]
    public void Counts_are_the_same_on_both_clocks_with_any_threads_in_the_grid_and_beside_the_golden_model()
    {
        var expected = Train("--zeros", "all");
        Check(expected.Zeros!, 10, 10, expected.Layers.Where(layer => layer.PeProducts > 0)
            .ToDictionary(layer => $"{layer.Name} {layer.Phase}", layer => layer.PeProducts));
        // Two tests of three passes: 8 + 8 + 4 images.
        Check(expected.TestZeros!, 6, 6, new() { ["conv0 forward"] = 40L * 64 * 9 * 6, ["fc1 forward"] = 40L * 96 * 10 });
        foreach (string[] same in (string[][])
            [["--threads", "1"], ["--clock", "stepping"], ["--fidelity", "grid"], ["--check", "3"], ["--threads", "3", "--check", "1"]])
        {
            var result = Train([.. same, "--zeros", "all"]);
            Assert.Equal(Text(expected), Text(result));
        }

        static string Text(RunResult result) => JsonSerializer.Serialize((object[])[result.Zeros!, result.TestZeros!, result.Layers]);
    }

    [Fact]
    public void The_first_steps_alone_say_so_and_change_nothing_else()
    {
        RunResult all = Train("--zeros", "all"), three = Train("--zeros", "3"), none = Train("--zeros", "none"), usual = Train();
        Assert.Equal((3, 10), (three.Zeros!.Counted, three.Zeros.Of));
        Assert.Equal((2, 10), (usual.Zeros!.Counted, usual.Zeros.Of));
        Assert.Equal(3 * all.PeProducts / 10, three.Zeros.PeProducts);
        Assert.True(usual.Zeros.ZeroProducts < three.Zeros.ZeroProducts && three.Zeros.ZeroProducts < all.Zeros!.ZeroProducts);
        Assert.All([three, none, usual], result =>
        {
            Assert.All(result.Layers, layer => Assert.Null(layer.ZeroProducts));
            Assert.Null(result.TestZeros);
            Assert.Equal(all.WeightsSha256, result.WeightsSha256);
            Assert.Equal((all.Cycles, all.EnergyPicojoules), (result.Cycles, result.EnergyPicojoules));
        });
        Assert.Null(none.Zeros);
        Assert.Equal(all.Zeros!.ZeroProducts, all.Layers.Sum(layer => layer.ZeroProducts));
    }

    [Fact]
    public void A_chip_that_gates_zeros_takes_the_same_time_for_the_same_bits_and_counts_all_steps()
    {
        RunResult usual = Train("--zeros", "all"), gated = Train("--set", "zeroGating=true");
        Assert.Equal(usual.WeightsSha256, gated.WeightsSha256);
        Assert.Equal((usual.Cycles, usual.TestCycles), (gated.Cycles, gated.TestCycles));
        Assert.Equal(JsonSerializer.Serialize(usual.Zeros), JsonSerializer.Serialize(gated.Zeros));
        Assert.True(gated.ChipDescription["zeroGating"]!.GetValue<bool>());
        foreach (string some in (string[])["none", "5"])
            Assert.Equal($"--zeros: {some}; chip edge has zeroGating, whose energy needs all",
                Cli.Refused([.. small, "--set", "zeroGating=true", "--zeros", some]));
    }

    [Fact]
    public void What_is_not_a_number_of_steps_is_refused()
    {
        foreach (string bad in (string[])["0", "-1", "two", "1.5", "99999999999"])
            Assert.Equal($"--zeros: '{bad}' is not one of all, none, or a number of steps from 1", Cli.Refused([.. small, "--zeros", bad]));
    }

    [Fact]
    public void The_summary_has_the_share_by_phase_and_the_steps_that_it_is_from()
    {
        string json = folder.File("result.json"), output = Cli.Good([.. small, "--zeros", "3", "--json", json]).Out;
        var zeros = JsonSerializer.Deserialize<RunResult>(File.ReadAllText(json), JsonSerializerOptions.Web)!.Zeros!;
        Assert.Contains($"zeros    {100 * zeros.Share:0.0} % of the products have a zero operand (forward ", output);
        Assert.Contains(", counted in 3 of 10 steps\n", output);
        Assert.DoesNotContain("zeros    ", Cli.Good([.. small, "--zeros", "none"]).Out);
    }

    [Fact]
    public void Inference_counts_as_the_last_test_did()
    {
        string run = folder.File("run");
        var trained = Run<RunResult>([.. small[..^1], "1", "--zeros", "all", "--out", run]);
        var all = Run<InferenceResult>("infer", "--run", run, "--zeros", "all");
        Assert.Equal(JsonSerializer.Serialize(trained.TestZeros), JsonSerializer.Serialize(all.Zeros));
        Assert.Equal(all.Zeros!.ZeroProducts, all.Layers.Sum(layer => layer.ZeroProducts));
        Assert.Equal(JsonSerializer.Serialize(all.Zeros), JsonSerializer.Serialize(
            Run<InferenceResult>("infer", "--run", run, "--zeros", "all", "--check", "2").Zeros));
        var two = Run<InferenceResult>("infer", "--run", run, "--zeros", "2");
        Assert.Equal((2, 3, 16L * (64 * 9 * 6 + 96 * 10)), (two.Zeros!.Counted, two.Zeros.Of, two.Zeros.PeProducts));
        Assert.Null(Run<InferenceResult>("infer", "--run", run, "--zeros", "none").Zeros);
    }

    private static void Check(ZeroResult zeros, long counted, long of, Dictionary<string, long> products)
    {
        Assert.Equal((counted, of), (zeros.Counted, zeros.Of));
        Assert.Equal(products, zeros.Layers.ToDictionary(layer => $"{layer.Name} {layer.Phase}", layer => layer.PeProducts));
        Assert.Equal((zeros.PeProducts, zeros.ZeroProducts),
            (zeros.Layers.Sum(layer => layer.PeProducts), zeros.Layers.Sum(layer => layer.ZeroProducts)));
        Assert.All(zeros.Layers, layer => Assert.Equal((double)layer.ZeroProducts / layer.PeProducts, layer.Share));
        Assert.All(zeros.Layers, layer => Assert.InRange(layer.ZeroProducts, 1, layer.PeProducts - 1));
    }
}
