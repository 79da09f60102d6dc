using System.Text.Json;
using WageSim.CommandLine;
using WageSim.Models.Golden;
using WageSim.Models.Golden.Niti;
using WageSim.Models.Schemes.Niti;
using WageSim.Reports;
using WageSim.Runs;
using WageSim.Tests.Support;
using WageSim.Workloads.Compiler;
using WageSim.Workloads.Datasets;

namespace WageSim.Tests.EndToEnd;

public sealed class NitiTrainingTests
{
    private static readonly TrainSettings Short = new()
    {
        Scheme = "niti", Epochs = 2, Limit = 96, TestLimit = 40, Batch = 32, Check = 1, Threads = 1,
        SchemeOptions = new() { GradientBits = "5@0,4@1", Dropout = true },
    };

    private static RunResult Run(TrainSettings settings)
    {
        using var folder = new TemporaryFolder();
        string json = folder.File("run.json");
        Assert.Equal(ExitCode.Good, TrainingRun.Execute(settings, json, default));
        return JsonSerializer.Deserialize<RunResult>(File.ReadAllText(json), JsonSerializerOptions.Web)!;
    }

    [Fact]
    public void The_default_run_of_NITI_learns_the_digits()
    {
        var result = Run(new() { Scheme = "niti" });
        Assert.Equal(40, result.Epochs.Count);
        Assert.Equal(2, result.GoldenSteps.Count);
        Assert.InRange(result.Epochs[^1].TestError, 0, 0.03);
        // 32 images at ln 10 = 2.3 nats are 74.
        Assert.InRange(result.Epochs[0].Loss, 30, 74);
        Assert.InRange(result.Epochs[^1].Loss, 0, 0.1);
        string[] phases = ["forward", "loss", "error", "gradient", "update"];
        Assert.Equal(phases, result.Layers.Where(part => part.Name == "fc3").Select(part => part.Phase));
    }

    // The chip's last weights are those of the golden model trained by itself, batch by batch, over epochs with other bits.
    [Fact]
    public void A_run_ends_with_the_golden_model_s_weights()
    {
        var plan = TrainingPlan.From(Short);
        var parameters = (NitiParameters)plan.Parameters;
        int[][] weights = NitiInitializer.Draw(parameters, seed: 1);
        var trainer = new NitiTrainer(parameters);
        var table = PixelCodes.Normalised(PixelStatistics.Digits);
        var reader = new BatchReader(plan.Data, table, Augmentation.None, seed: 1);
        uint step = 0;
        for (int epoch = 0; epoch < 2; epoch++)
        {
            int[] order = Batches.Order(96, 1, epoch);
            for (int first = 0; first < 96; first += 32, step++)
            {
                var batch = new TrainingBatch(32, new sbyte[32 * 64], new int[32]);
                reader.Train(epoch, order.AsSpan(first, 32), batch.Inputs, batch.Labels);
                trainer.Step(weights, batch, table.Exponent, gradientBits: 5 - epoch, NitiDraws.Of(parameters, 1, step, 32));
            }
        }
        Assert.Equal(WeightHash.Sha256(parameters, weights), Run(Short).WeightsSha256);
    }

    [Fact]
    public void NITI_s_weights_are_the_same_on_every_chip_error_pass_and_thread_count()
    {
        string hash = Run(Short).WeightsSha256;
        foreach (string chip in (string[])["tiny", "base", "wide"]) Assert.Equal(hash, Run(Short with { Chip = chip }).WeightsSha256);
        Assert.Equal(hash, Run(Short with { Threads = 3 }).WeightsSha256);
        Assert.Equal(hash, Run(Short with { ErrorPass = ErrorPass.Recompute, Overrides = ["macBits=2"] }).WeightsSha256);
        Assert.NotEqual(hash, Run(Short with { SchemeOptions = Short.SchemeOptions with { GradientBits = "5" } }).WeightsSha256);
    }
}
