using System.Diagnostics;
using WageSim.CommandLine;
using WageSim.Models.Traces;

namespace WageSim.Runs;

/// <summary>Trains a network on the simulated chip and says what it cost.</summary>
public static class TrainingRun
{
    /// <summary>Runs to the end and returns the process's exit code.</summary>
    public static int Execute(TrainSettings settings, string? json, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var plan = TrainingPlan.From(settings);
        OutputFile.Check(json);
        PrepareFolder(settings.Out);
        using var trainer = new Trainer(plan, cancellation);
        var metrics = new StepMetrics(plan.Chip);
        TrainingTables.Header(plan);

        double images = (double)plan.Epochs * (plan.StepsPerEpoch * plan.Batch + plan.Data.Test.Count);
        var mismatch = LongTask.Run("training", "images", images, task => Epochs(plan, trainer, metrics, task, cancellation));
        if (mismatch is not null)
        {
            Output.Line($"differs from the golden model: {mismatch}");
            return ExitCode.CheckFailed;
        }
        var result = TrainingResult.Of(plan, trainer, metrics, watch.Elapsed);
        TrainingTables.Summary(result, trainer.StepTiming, plan);
        OutputFile.WriteJson(json, result);
        if (settings.Out is { } folder)
        {
            OutputFile.WriteJson(Path.Combine(folder, "run.json"), result);
            int[][] weights = trainer.Weights;
            NpzFile.Write(Path.Combine(folder, "weights.npz"), plan.Network.Layers.Select(layer =>
                ($"weight/{layer.Index}",
                 new NpyArray("i2", layer.WeightDimensions, Array.ConvertAll(weights[layer.Index], code => (long)code)))));
            Output.Line($"written to {folder}: run.json, weights.npz");
        }
        return ExitCode.Good;
    }

    private static Mismatch? Epochs(
        TrainingPlan plan, Trainer trainer, StepMetrics metrics, LongTask task, CancellationToken cancellation)
    {
        var progress = trainer.Progress;
        while (progress.Epoch < plan.Epochs)
        {
            if (trainer.Epoch(task.Advance, cancellation) is { } mismatch) return mismatch;
            if (progress.Epoch == 0)
            {
                if (progress.StepsChecked > 0) task.Line(Checked(progress));
                task.Line("");
                task.Line(TrainingTables.EpochHeader);
            }
            trainer.Test(task.Advance, cancellation);
            progress.Epochs.Add(TrainingResult.Epoch(plan, trainer, metrics));
            progress.NextEpoch();
            task.Line(TrainingTables.EpochRow(progress.Epochs[^1]));
        }
        return null;
    }

    private static string Checked(TrainingProgress progress)
    {
        string steps = progress.StepsChecked == 1 ? "step equals" : $"{progress.StepsChecked} steps equal";
        return $"the first {steps} the golden model: {progress.TensorsChecked} tensors, {Format.Count(progress.ValuesChecked)} values";
    }

    // Before hours of work, not after them.
    private static void PrepareFolder(string? folder)
    {
        if (folder is null) return;
        OutputFile.MakeFolder(folder);
        OutputFile.Check(Path.Combine(folder, "run.json"));
        OutputFile.Check(Path.Combine(folder, "weights.npz"));
    }
}
