using System.Diagnostics;
using WageSim.CommandLine;
using WageSim.Models.Traces;
using WageSim.Reports;

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

        var epochs = new List<EpochResult>();
        double images = (double)plan.Epochs * (plan.StepsPerEpoch * plan.Batch + plan.Data.Test.Count);
        var mismatch = LongTask.Run("training", "images", images, task => Epochs(plan, trainer, metrics, epochs, task, cancellation));
        if (mismatch is not null)
        {
            Output.Line($"differs from the golden model: {mismatch}");
            return ExitCode.CheckFailed;
        }
        var result = Result(plan, trainer, metrics, epochs, watch.Elapsed);
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
        TrainingPlan plan, Trainer trainer, StepMetrics metrics, List<EpochResult> epochs, LongTask task, CancellationToken cancellation)
    {
        for (int epoch = 0; epoch < plan.Epochs; epoch++)
        {
            var (sums, mismatch) = trainer.Epoch(epoch, task.Advance, cancellation);
            if (mismatch is not null) return mismatch;
            if (epoch == 0)
            {
                if (trainer.StepsChecked > 0) task.Line(Checked(trainer));
                task.Line("");
                task.Line(TrainingTables.EpochHeader);
            }
            var (wrong, wrongWithTies) = trainer.Test(cancellation);
            task.Advance(plan.Data.Test.Count);
            var step = trainer.StepTiming;
            long steps = plan.StepsPerEpoch, cycles = step.Cycles * steps;
            double tests = plan.Data.Test.Count;
            epochs.Add(new(
                epoch, Math.ScaleB(1, plan.Rates.Log2At(epoch)),
                sums.Loss / steps, (double)sums.Errors / sums.Images, wrong / tests, wrongWithTies / tests,
                cycles, metrics.Seconds(cycles), step.Macs * steps,
                metrics.Utilization(step.PeProducts, step.Cycles), metrics.Picojoules(step.Activity * steps)));
            task.Line(TrainingTables.EpochRow(epochs[^1]));
        }
        return null;
    }

    private static string Checked(Trainer trainer)
    {
        string steps = trainer.StepsChecked == 1 ? "step equals" : $"{trainer.StepsChecked} steps equal";
        return $"the first {steps} the golden model: {trainer.TensorsChecked} tensors, {Format.Count(trainer.ValuesChecked)} values";
    }

    private static RunResult Result(TrainingPlan plan, Trainer trainer, StepMetrics metrics, List<EpochResult> epochs, TimeSpan elapsed)
    {
        var step = trainer.StepTiming;
        long steps = trainer.Steps;
        return new()
        {
            Network = plan.Network.Notation,
            Data = plan.Settings.Data,
            Chip = plan.Chip.Name,
            Bits = plan.Parameters.Bits.ToString(),
            Batch = plan.Batch,
            Seed = plan.Settings.Seed,
            LearningRate = plan.Rates.Text,
            Clock = plan.Settings.Clock.ToString().ToLowerInvariant(),
            Fidelity = plan.Settings.Fidelity.ToString().ToLowerInvariant(),
            Threads = plan.Settings.Threads,
            TrainImages = plan.Data.Train.Count,
            TestImages = plan.Data.Test.Count,
            Epochs = epochs,
            Steps = steps,
            StepsTimed = trainer.StepsTimed,
            Cycles = step.Cycles * steps,
            ChipSeconds = metrics.Seconds(step.Cycles * steps),
            Macs = step.Macs * steps,
            PeProducts = step.PeProducts * steps,
            Utilization = metrics.Utilization(step.PeProducts, step.Cycles),
            EnergyPicojoules = metrics.Picojoules(step.Activity * steps),
            TestCycles = trainer.TestCycles,
            Stalls = TrainingTables.Stalls(step).ToDictionary(stall => stall.Name, stall => stall.Cycles * steps),
            Layers = [.. LayerPhases.Of(step).Select(part => new LayerResult(
                part.Layer, part.Phase, part.Cycles * steps, part.Macs * steps,
                metrics.Utilization(part.PeProducts, part.Cycles), metrics.Picojoules(part.Activity * steps)))],
            Activity = step.Activity.ToDictionary(entry => entry.Key.ToString(), entry => entry.Value * steps),
            WeightsSha256 = WeightHash.Sha256(trainer.Weights),
            PeUpdates = trainer.Grids.Sum(grid => grid.PeUpdates),
            GridCycles = trainer.Grids.Sum(grid => grid.Cycles),
            GoldenStepsChecked = trainer.StepsChecked,
            Host = new(
                elapsed.TotalSeconds, Process.GetCurrentProcess().PeakWorkingSet64,
                trainer.HostTime.ToDictionary(part => TrainingTables.CamelCase(part.Key), part => part.Value.TotalSeconds),
                trainer.Grids.Sum(grid => grid.Time.TotalSeconds)),
        };
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
