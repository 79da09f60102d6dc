using System.Text.Json;
using WageSim.CommandLine;
using WageSim.Models.Golden;
using WageSim.Models.Golden.Wageubn;
using WageSim.Models.Schemes.Wageubn;
using WageSim.Models.Traces;
using WageSim.Reports;
using WageSim.Runs;
using WageSim.Tests.CommandLine;
using WageSim.Tests.Support;
using WageSim.Workloads.Compiler;
using WageSim.Workloads.Datasets;

namespace WageSim.Tests.EndToEnd;

public sealed class WageubnTrainingTests
{
    private static readonly TrainSettings Short = new()
    {
        Scheme = "wageubn", Network = "4C3-R4-R6/2-GAP-10CE", Epochs = 2, Limit = 96, TestLimit = 40, Batch = 32, Check = 1, Threads = 1,
        SchemeOptions = new() { LearningRateCode = "128@0,26@1", GradientRange = "128@0,32@1" },
    };

    private static RunResult Run(TrainSettings settings)
    {
        using var folder = new TemporaryFolder();
        string json = folder.File("run.json");
        Assert.Equal(ExitCode.Good, TrainingRun.Execute(settings, json, default));
        return JsonSerializer.Deserialize<RunResult>(File.ReadAllText(json), JsonSerializerOptions.Web)!;
    }

    [Fact]
    public void The_default_run_of_WAGEUBN_learns_the_digits()
    {
        var result = Run(new() { Scheme = "wageubn" });
        Assert.Equal(("8C3-R8-R16/2-GAP-10CE", 40, 2), (result.Network, result.Epochs.Count, result.GoldenSteps.Count));
        Assert.InRange(result.Epochs[^1].TestError, 0, 0.05);
        Assert.InRange(result.Epochs[0].Loss, 30, 74);
        Assert.InRange(result.Epochs[^1].Loss, 0, 2);
        Assert.Equal((128, 128), (result.Epochs[19].LearningRateCode, result.Epochs[19].GradientRange));
        Assert.Equal((26, "128@0,26@20", "128@0"), (result.Epochs[20].LearningRateCode, result.LearningRateCode, result.GradientRange));
    }

    // The chip's last state is that of the golden model trained by itself, batch by batch, over epochs with other rates and ranges.
    [Fact]
    public void A_run_ends_with_the_golden_model_s_state()
    {
        var plan = TrainingPlan.From(Short);
        var parameters = (WageubnParameters)plan.Parameters;
        var (state, trainer) = (WageubnState.Start(parameters, seed: 1), new WageubnTrainer(parameters));
        var reader = new BatchReader(plan.Data, PixelCodes.SignedUnit, Augmentation.None, seed: 1);
        uint step = 0;
        for (int epoch = 0; epoch < 2; epoch++)
        {
            int[] order = Batches.Order(96, 1, epoch);
            for (int first = 0; first < 96; first += 32, step++)
            {
                var batch = new TrainingBatch(32, new sbyte[32 * 64], new int[32]);
                reader.Train(epoch, order.AsSpan(first, 32), batch.Inputs, batch.Labels);
                uint number = step;
                trainer.Step(state, batch, epoch == 0 ? new(128, 128) : new(26, 32),
                    layer => WeightDraws.Of(1, number, layer, parameters.Network.Layers[layer].WeightCount));
            }
        }
        Assert.Equal(WeightHash.Sha256(parameters, state.Arrays), Run(Short).WeightsSha256);
    }

    [Fact]
    public void WAGEUBN_s_state_is_the_same_on_every_chip_choice_of_saved_tensors_and_thread_count()
    {
        string hash = Run(Short).WeightsSha256;
        foreach (string chip in (string[])["tiny", "base", "wide"]) Assert.Equal(hash, Run(Short with { Chip = chip }).WeightsSha256);
        Assert.Equal(hash, Run(Short with { Threads = 3 }).WeightsSha256);
        Assert.Equal(hash, Run(Short with { Saved = SavedTensors.Recompute, Overrides = ["macBits=2"] }).WeightsSha256);
        Assert.Equal(hash, Run(Short with { Saved = SavedTensors.Recompute }).WeightsSha256);
        Assert.NotEqual(hash, Run(Short with { SchemeOptions = Short.SchemeOptions with { GradientRange = "128" } }).WeightsSha256);
    }

    [Fact]
    public void What_a_run_leaves_is_inferred_with_exported_and_started_from()
    {
        using var folder = new TemporaryFolder();
        string run = folder.File("run"), archive = folder.File("state.npz"), json = folder.File("result.json");
        Assert.Equal(ExitCode.Good, TrainingRun.Execute(Short with { Out = run }, json, default));
        var trained = JsonSerializer.Deserialize<RunResult>(File.ReadAllText(json), JsonSerializerOptions.Web)!;

        Cli.Good("export", run, "--out", archive);
        Assert.Equal(File.ReadAllBytes(Path.Combine(run, "weights.npz")), File.ReadAllBytes(archive));
        var parameters = TrainingPlan.From(Short).Parameters;
        Assert.Equal(trained.WeightsSha256, WeightHash.Sha256(parameters, WeightFile.Read(archive, parameters)));

        // With the running statistics, in batches of any size.
        Cli.Good("infer", "--run", run, "--check", "9", "--batch", "7", "--json", json);
        var ofRun = Cli.Json(json);
        Cli.Good("infer", "--weights", archive, "--scheme", "wageubn", "--network", Short.Network!, "--limit", "40", "--json", json);
        var ofFile = Cli.Json(json);
        foreach (var result in (JsonElement[])[ofRun, ofFile])
        {
            Assert.Equal(trained.Epochs[^1].TestError, result.GetProperty("error").GetDouble());
            Assert.Equal(trained.WeightsSha256, result.GetProperty("weightsSha256").GetString());
        }
        var again = Run(Short with { Weights = archive, Epochs = 1 });
        Assert.NotEqual(Run(Short with { Epochs = 1 }).WeightsSha256, again.WeightsSha256);
    }

    [Fact]
    public void What_normalisations_save_is_kept_with_the_run_and_its_results()
    {
        using var folder = new TemporaryFolder();
        string run = folder.File("run");
        var again = Run(Short with { Saved = SavedTensors.Recompute, Out = run });
        Assert.Equal(("recompute", "spill"), (again.Saved, Run(Short).Saved));
        Cli.Good("train", "--resume", run);
        Assert.Equal($"--resume {run}: the settings changed: saved is recompute in the run, spill now",
            Cli.Refused("train", "--resume", run, "--saved", "spill"));
    }

    [Theory]
    [InlineData("--network 16C3-10CE", "network '16C3-10CE': WAGEUBN trains residual networks, which end in GAP and a loss; such as " +
        "16C3-R16-R32/2-GAP-10CE is expected")]
    [InlineData("--bits 2-8-8-8", "--bits: '2-8-8-8': scheme wageubn does not have this option")]
    [InlineData("--learning-rate-code 512", "--learning-rate-code: '512' in '512': learning-rate codes are 1..511")]
    [InlineData("--gradient-range 100", "--gradient-range: '100' in '100': gradient ranges are 2, 8, 32, 128")]
    [InlineData("--activation-clip 20000", "--activation-clip: '20000': 1..17383 or none is expected")]
    [InlineData("--activation-clip all", "--activation-clip: 'all': 1..17383 or none is expected")]
    [InlineData("--running-shift 16", "--running-shift: 16 is outside 1..15")]
    [InlineData("--network 16C3-R16-GAP", "network '16C3-R16-GAP': the last tokens must be GAP and a loss, such as GAP-10CE")]
    public void What_WAGEUBN_does_not_know_is_refused_in_a_line(string options, string message) =>
        Assert.Equal(message, Cli.Refused(["train", "--scheme", "wageubn", .. options.Split(' ')]));

    [Fact]
    public void A_residual_network_is_WAGEUBN_s_unless_another_scheme_is_asked_for()
    {
        const string network = "4C3-R4-GAP-10CE";
        using var folder = new TemporaryFolder();
        string json = folder.File("r.json"), sweep = folder.File("s");
        Cli.Good("train", "--network", network, "--limit", "8", "--test-limit", "4", "--batch", "4", "--epochs", "1", "--json", json);
        Assert.Equal("wageubn", Cli.Json(json).GetProperty("scheme").GetString());
        Cli.Good("compile", "--network", network, "--batch", "2", "--out", folder.File("p.wsp"), "--json", json);
        Assert.Equal("wageubn", Cli.Json(json).GetProperty("scheme").GetString());
        Assert.Contains("2 valid, 0 invalid", Cli.Good(
            "sweep", "--network", $"digits-cnn,{network}", "--batch", "2", "--chip", "edge", "--out", sweep).Out);
        Assert.Equal($"network '{network}': scheme wage trains chains of layers; residual blocks and GAP are for wageubn",
            Cli.Refused("train", "--scheme", "wage", "--network", network));
    }
}
