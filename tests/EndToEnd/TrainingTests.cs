using System.Text.Json;
using WageSim.CommandLine;
using WageSim.Machine;
using WageSim.Models;
using WageSim.Reports;
using WageSim.Runs;
using WageSim.Tests.Support;
using WageSim.Workloads.Datasets;

namespace WageSim.Tests.EndToEnd;

public sealed class TrainingTests
{
    private static readonly TrainSettings Short = new()
    {
        Epochs = 1, Limit = 96, TestLimit = 40, Batch = 32, Check = 1, SchemeOptions = new() { LearningRate = "8" },
    };

    private static RunResult Run(TrainSettings settings)
    {
        using var folder = new TemporaryFolder();
        string json = folder.File("run.json");
        Assert.Equal(ExitCode.Good, TrainingRun.Execute(settings, json, default));
        return JsonSerializer.Deserialize<RunResult>(File.ReadAllText(json), JsonSerializerOptions.Web)!;
    }

    // Logarithms and sums of doubles may differ in their last bits.
    private static void AssertAlike(CheckedStep step)
    {
        Assert.Equal(step.GoldenErrors, step.Errors);
        Assert.Equal(step.GoldenLoss, step.Loss, 1e-12 * step.GoldenLoss);
    }

    [Fact]
    public void The_default_run_learns_the_digits()
    {
        var result = Run(new());
        Assert.Equal(40, result.Epochs.Count);
        Assert.Equal(2, result.GoldenSteps.Count);
        Assert.All(result.GoldenSteps, AssertAlike);
        Assert.InRange(result.Epochs[^1].TestError, 0, 0.03);
        Assert.True(result.Epochs[^1].Loss < result.Epochs[0].Loss / 5);
    }

    [Fact]
    public void Softmax_with_cross_entropy_learns_the_digits()
    {
        var result = Run(new() { Network = "16C3-MP2-64FC-10CE", Epochs = 14, Check = 2,
            SchemeOptions = new() { LearningRate = "8@0,1@9" } });
        Assert.Equal(2, result.GoldenSteps.Count);
        Assert.All(result.GoldenSteps, AssertAlike);
        // 32 images at ln 10 = 2.3 nats are 74.
        Assert.InRange(result.Epochs[0].Loss, 40, 74);
        Assert.True(result.Epochs[^1].Loss < result.Epochs[0].Loss / 2);
        Assert.InRange(result.Epochs[^1].TestError, 0, 0.1);
        string[] phases = ["forward", "loss", "error", "gradient", "update"];
        Assert.Equal(phases, result.Layers.Where(part => part.Name == "fc2").Select(part => part.Phase));
        Assert.Equal(result.Steps * 32 * 10, result.Activity["VectorDivide"]);
    }

    [Fact]
    public void Trained_weights_are_the_same_on_every_chip_mac_width_clock_and_thread_count()
    {
        var reference = Run(Short);
        var cycles = new Dictionary<string, long> { ["edge"] = reference.Cycles };
        foreach (string chip in (string[])["tiny", "base", "wide"])
        {
            var other = Run(Short with { Chip = chip });
            Assert.Equal(reference.WeightsSha256, other.WeightsSha256);
            Assert.Equal(reference.Macs, other.Macs);
            cycles[chip] = other.Cycles;
        }
        Assert.Equal(4, cycles.Values.Distinct().Count());
        Assert.True(cycles["tiny"] > cycles["edge"]);
        foreach (int macBits in (int[])[2, 4])
        {
            var other = Run(Short with { Overrides = [$"macBits={macBits}"] });
            Assert.Equal(reference.WeightsSha256, other.WeightsSha256);
            Assert.True(other.Cycles > reference.Cycles, "narrower MACs take more passes for the gradient");
        }
        TrainSettings[] alike =
        [
            Short with { Clock = Clock.Stepping },
            Short with { Threads = 2 },
            Short with { Clock = Clock.Stepping, Threads = 2, Check = 3 },
        ];
        foreach (var same in alike)
        {
            var other = Run(same);
            Assert.Equal(reference.WeightsSha256, other.WeightsSha256);
            Assert.Equal((reference.Cycles, reference.TestCycles), (other.Cycles, other.TestCycles));
            Assert.Equal(reference.Stalls, other.Stalls);
            Assert.Equal(reference.Activity, other.Activity);
        }
    }

    [Fact]
    public void Several_arrays_train_the_same_weights_in_fewer_cycles()
    {
        var one = Run(Short with { Network = "16C3-32C3-MP2-10SSE" });
        var four = Run(Short with { Network = "16C3-32C3-MP2-10SSE", Overrides = ["arrays=4"] });
        Assert.Equal(one.WeightsSha256, four.WeightsSha256);
        Assert.Equal(one.Macs, four.Macs);
        Assert.True(four.Cycles < one.Cycles);
    }

    [Theory]
    [InlineData("edge")]
    [InlineData("tiny")]
    [InlineData("edge", "arrays=2", "macBits=2")]
    [InlineData("base", "rows=20", "cols=12")]
    public void Arrays_PE_by_PE_train_the_same_weights(string chip, params string[] overrides)
    {
        var settings = Short with { Chip = chip, Overrides = overrides, Limit = 64 };
        var kernel = Run(settings);
        var grid = Run(settings with { Fidelity = Fidelity.Grid });
        Assert.Equal((kernel.WeightsSha256, kernel.Cycles), (grid.WeightsSha256, grid.Cycles));
        Assert.Equal(("kernel", "grid", 0), (kernel.Fidelity, grid.Fidelity, kernel.PeUpdates));
        Assert.True(grid.PeUpdates > grid.PeProducts);
    }

    [Fact]
    public void Another_seed_trains_other_weights() =>
        Assert.NotEqual(Run(Short).WeightsSha256, Run(Short with { Seed = 2 }).WeightsSha256);

    [Fact]
    public void Augmented_images_train_other_weights_in_the_same_time_whatever_the_threads()
    {
        var settings = Short with { Augmentation = Augmentation.Crop | Augmentation.Flip };
        var (plain, one, two) = (Run(Short), Run(settings with { Threads = 1 }), Run(settings with { Threads = 2 }));
        Assert.Equal(one.WeightsSha256, two.WeightsSha256);
        Assert.NotEqual(plain.WeightsSha256, one.WeightsSha256);
        Assert.Equal((plain.Cycles, "none", "crop+flip"), (one.Cycles, plain.Augmentation, one.Augmentation));
    }

    [Fact]
    public void Figures_of_a_run_add_up()
    {
        var result = Run(Short);
        Assert.Equal(result.Cycles, result.Layers.Sum(layer => layer.Cycles));
        Assert.Equal(result.Macs, result.Layers.Sum(layer => layer.Macs));
        Assert.Equal(result.Cycles, result.Epochs.Sum(epoch => epoch.Cycles));
        Assert.Equal(result.EnergyPicojoules, result.Layers.Sum(layer => layer.EnergyPicojoules));
        CostSums.AssertExact(result.Energy, result.Area, result.EnergyPicojoules);
        // 16C3-MP2-32C3-MP2-64FC-10SSE on 8×8×1: forward and gradient of every layer, error backward of all but the first.
        long[] forward = [64 * 9 * 16, 16 * 144 * 32, 128 * 64, 64 * 10];
        Assert.Equal(3 * 32 * (3 * forward.Sum() - forward[0]), result.Macs);
    }

    [Fact]
    public void A_run_folder_holds_the_figures_and_the_weights()
    {
        using var folder = new TemporaryFolder();
        string run = folder.File("run");
        Assert.Equal(ExitCode.Good, TrainingRun.Execute(Short with { Out = run }, null, default));
        Assert.Equal(["checkpoint-000001.wsc", "epochs.jsonl", "record.json", "run.json", "timeline.json", "weights.npz"],
            Directory.GetFiles(run).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData("9@0", "the rate must be a power of two")]
    [InlineData("8@1", "epochs must rise, beginning with 0")]
    [InlineData("8@0,1@0", "epochs must rise, beginning with 0")]
    [InlineData("fast", "RATE@EPOCH is expected")]
    public void A_bad_learning_rate_is_named(string text, string why)
    {
        var settings = new TrainSettings { SchemeOptions = new() { LearningRate = text } };
        string message = Assert.Throws<InputException>(() => TrainingPlan.From(settings)).Message;
        Assert.StartsWith("--learning-rate: ", message);
        Assert.Contains(why, message);
    }

    [Fact]
    public void A_batch_that_no_epoch_fills_is_refused()
    {
        string message = Assert.Throws<InputException>(() => TrainingPlan.From(new() { Batch = 64, Limit = 50 })).Message;
        Assert.Equal("--batch: 64 is more than the 50 training images", message);
    }

    [Fact]
    public void A_run_without_epochs_or_test_images_is_refused()
    {
        Assert.Equal("--epochs: 0; at least 1 is needed", Refusal(new() { Epochs = 0 }));
        Assert.Equal("--test-limit: 0; at least 1 is needed", Refusal(new() { TestLimit = 0 }));
        Assert.Equal("--limit: -1; at least 1 is needed", Refusal(new() { Limit = -1 }));
        Assert.Equal("batch 0: at least one image is needed", Refusal(new() { Batch = 0 }));

        static string Refusal(TrainSettings settings) =>
            Assert.Throws<InputException>(() => TrainingRun.Execute(settings, null, default)).Message;
    }

    [Fact]
    public void A_chip_too_small_for_a_tile_is_named_with_the_layer()
    {
        string[] small = ["scratchpad.banks=1", "scratchpad.bankKiB=1", "accumulator.banks=1", "accumulator.bankKiB=1"];
        var settings = Short with { Network = "4C11-10SSE", Chip = "tiny", Overrides = small };
        string message = Assert.Throws<InputException>(() => TrainingRun.Execute(settings, null, default)).Message;
        Assert.StartsWith("chip tiny: too small for a tile of layer ", message);
        Assert.Contains("there are 1024", message);
    }
}
