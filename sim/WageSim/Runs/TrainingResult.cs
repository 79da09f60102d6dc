using System.Diagnostics;
using System.Text.Json.Nodes;
using WageSim.Models.Hardware;
using WageSim.Reports;
using WageSim.Workloads.Catalogue;
using WageSim.Workloads.Datasets;

namespace WageSim.Runs;

/// <summary>Figures of a whole run from its steps' time and counts.</summary>
internal static class TrainingResult
{
    /// <summary>The result of the epoch that is under way, when all its images have been seen.</summary>
    public static EpochResult Epoch(TrainingPlan plan, Trainer trainer, StepMetrics metrics)
    {
        var (progress, step) = (trainer.Progress, trainer.StepTiming);
        long steps = plan.StepsPerEpoch, cycles = step.Cycles * steps;
        double tests = plan.Data.Test.Count;
        var rates = plan.Rates.Values(progress.Epoch);
        return new(
            progress.Epoch, Rate("learningRate"),
            progress.Loss / steps, (double)progress.TrainErrors / (steps * plan.Batch),
            progress.TestErrors.Wrong / tests, progress.TestErrors.WrongWithTiesRight / tests,
            cycles, metrics.Seconds(cycles), step.Macs * steps,
            metrics.Utilization(step.PeProducts, step.Cycles), metrics.Picojoules((StepMetrics.Work(step) * steps) with
            {
                ZeroProducts = progress.EpochZeros.Runs == steps ? progress.EpochZeros.Total() : null,
            }))
        {
            GradientBits = (int?)Rate("gradientBits"),
            LearningRateCode = (int?)Rate("learningRateCode"),
            GradientRange = (int?)Rate("gradientRange"),
        };

        double? Rate(string name) => rates.TryGetValue(name, out double value) ? value : null;
    }

    /// <summary>The result of a run that is at its end.</summary>
    /// <param name="command">The command that began it.</param>
    public static RunResult Of(TrainingPlan plan, Trainer trainer, StepMetrics metrics, IReadOnlyList<string> command)
    {
        var step = trainer.StepTiming;
        var progress = trainer.Progress;
        long steps = trainer.Steps;
        var zeros = progress.Zeros.Runs == steps ? progress.Zeros : null;
        var work = (StepMetrics.Work(step) * steps) with { ZeroProducts = zeros?.Total() };
        var rates = plan.Rates.Settings.ToDictionary();
        return new()
        {
            Network = plan.Network.Notation,
            NetworkName = NetworkCatalogue.NameOf(plan.Network),
            Preset = plan.Settings.Preset,
            Data = plan.Settings.Data!,
            Augmentation = Augmentations.Name(plan.Augmentation),
            Chip = plan.Chip.Name,
            Scheme = plan.Scheme.Name,
            Formats = plan.Parameters.Formats,
            SchemeSettings = plan.Parameters.Settings.ToDictionary(),
            Bits = plan.Parameters.Bits.ToString(),
            Batch = plan.Batch,
            Seed = plan.Settings.Seed,
            LearningRate = rates.GetValueOrDefault("learningRate"),
            GradientBits = rates.GetValueOrDefault("gradientBits"),
            LearningRateCode = rates.GetValueOrDefault("learningRateCode"),
            GradientRange = rates.GetValueOrDefault("gradientRange"),
            Clock = plan.Settings.Clock.ToString().ToLowerInvariant(),
            Fidelity = plan.Settings.Fidelity.ToString().ToLowerInvariant(),
            ErrorPass = plan.Settings.ErrorPass.ToString().ToLowerInvariant(),
            Saved = plan.Scheme.HasNormalisations ? plan.Saved.ToString().ToLowerInvariant() : null,
            Threads = plan.Settings.Threads,
            TrainImages = plan.Data.Train.Count,
            TestImages = plan.Data.Test.Count,
            Epochs = [.. trainer.Progress.Epochs],
            Steps = steps,
            StepsTimed = trainer.StepsTimed,
            Starts = trainer.Progress.Starts,
            Cycles = step.Cycles * steps,
            ChipSeconds = metrics.Seconds(step.Cycles * steps),
            Macs = step.Macs * steps,
            PeProducts = step.PeProducts * steps,
            Utilization = metrics.Utilization(step.PeProducts, step.Cycles),
            EnergyPicojoules = metrics.Picojoules(work),
            Energy = CostResults.Energy(metrics, step, steps, zeros),
            Area = CostResults.Area(metrics.Prices),
            NeededArea = CostResults.NeededArea(metrics.Prices, plan.Parameters.Needs),
            FloatingPoint = CostResults.FloatingPoint(metrics, work, step.Macs * steps),
            PriceTable = CostResults.Table(metrics.Prices.Table),
            ChipDescription = JsonNode.Parse(ChipFile.Write(plan.Chip))!.AsObject(),
            Command = command,
            Dram = CostResults.Dram(step.Dram, steps),
            TestCycles = trainer.TestCycles * trainer.Progress.Epochs.Count,
            Stalls = CostResults.Stalls(step.States, steps),
            Layers = CostResults.Layers(plan.Network, metrics, step, steps, zeros),
            Zeros = ZeroResults.Of(progress.Zeros, steps, TimingSum.Of([(step, progress.Zeros.Runs)])),
            TestZeros = progress.TestZeros.Runs == 0 ? null : ZeroResults.Of(
                progress.TestZeros, progress.TestZeros.Runs, TimingSum.Of([(trainer.TestTiming, progress.Epochs.Count)])),
            Activity = CostResults.Activity(step.Activity * steps),
            WeightsSha256 = WeightHash.Sha256(plan.Parameters, trainer.State()),
            PeUpdates = trainer.Progress.GridCycles * plan.Chip.Rows * plan.Chip.Cols,
            GridCycles = trainer.Progress.GridCycles,
            GoldenSteps = [.. trainer.Progress.Checked],
            Host = new(
                trainer.Progress.HostSeconds, Process.GetCurrentProcess().PeakWorkingSet64,
                trainer.HostTime.ToDictionary(part => ResultTables.CamelCase(part.Key), part => part.Value.TotalSeconds),
                trainer.Progress.GridSeconds),
        };
    }
}
