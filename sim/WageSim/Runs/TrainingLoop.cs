using System.Diagnostics;
using WageSim.CommandLine;
using WageSim.Models;

namespace WageSim.Runs;

/// <summary>Epoch after epoch, each with a line of output; with a folder, checkpoints in between.</summary>
internal sealed class TrainingLoop
{
    private readonly TrainingPlan plan;
    private readonly Trainer trainer;
    private readonly KeptRun? kept;
    private readonly Stopwatch watch;
    private readonly StepMetrics metrics;
    private readonly double hostBefore;

    public TrainingLoop(TrainingPlan plan, Trainer trainer, KeptRun? kept, Stopwatch watch)
    {
        (this.plan, this.trainer, this.kept, this.watch) = (plan, trainer, kept, watch);
        metrics = new(plan.Chip, plan.Prices);
        hostBefore = Progress.HostSeconds;
    }

    private TrainingProgress Progress => trainer.Progress;

    /// <summary>Runs what is left; cancelled, it leaves a checkpoint.</summary>
    /// <returns>The first difference from the golden model, or null.</returns>
    public Mismatch? Run(CancellationToken cancellation)
    {
        long done = Progress.Epoch * EpochImages + (long)Progress.Step * plan.Batch + Progress.Tested;
        try
        {
            return LongTask.Run("training", "images", Math.Max(1, plan.Epochs * EpochImages - done), task => Epochs(task, cancellation));
        }
        catch (OperationCanceledException) when (kept is not null)
        {
            Output.Line($"{kept.Folder}: {Save()} holds {Where(Progress, plan)}; train --resume {kept.Folder} goes on from there");
            throw;
        }
    }

    /// <summary>The result of the whole run.</summary>
    public Reports.RunResult Result()
    {
        CheckTime();
        CountHost();
        return TrainingResult.Of(plan, trainer, metrics, kept?.Command ?? plan.Settings.Command);
    }

    /// <summary>"epoch 3, step 17 of 44".</summary>
    public static string Where(TrainingProgress progress, TrainingPlan plan) =>
        progress.Epoch == plan.Epochs ? $"all {plan.Epochs} epochs"
        : progress.Tested > 0 ? $"epoch {progress.Epoch}, test image {progress.Tested} of {plan.Data.Test.Count}"
        : $"epoch {progress.Epoch}, step {progress.Step} of {plan.StepsPerEpoch}";

    private long EpochImages => (long)plan.StepsPerEpoch * plan.Batch + plan.Data.Test.Count;

    private Mismatch? Epochs(LongTask task, CancellationToken cancellation)
    {
        if (Progress.Epoch > 0) Header(task);
        foreach (var epoch in Progress.Epochs) task.Line(TrainingTables.EpochRow(epoch));
        while (Progress.Epoch < plan.Epochs)
        {
            if (trainer.Epoch(Advance, cancellation) is { } mismatch) return mismatch;
            if (Progress.Epoch == 0) Header(task);
            trainer.Test(Advance, cancellation);
            CheckTime();
            Progress.Epochs.Add(TrainingResult.Epoch(plan, trainer, metrics));
            Progress.NextEpoch();
            if (kept is not null) Save();
            task.Line(TrainingTables.EpochRow(Progress.Epochs[^1]));
        }
        return null;

        void Advance(double images)
        {
            task.Advance(images);
            if (kept?.IsDue() == true) Save();
        }
    }

    private void Header(LongTask task)
    {
        if (Progress.Checked.Count > 0)
            foreach (string line in TrainingTables.Checked(Progress)) task.Line(line);
        task.Line("");
        task.Line(TrainingTables.EpochHeader);
    }

    private string Save()
    {
        CountHost();
        return kept!.Save(Progress, trainer.State);
    }

    private void CountHost() => Progress.HostSeconds = hostBefore + watch.Elapsed.TotalSeconds;

    // A simulator that was built anew in the middle of a run could count otherwise, and the run's sum would be of neither.
    private void CheckTime()
    {
        if (kept?.From is null || Progress.Epochs.Count == 0) return;
        var (first, now) = (Progress.Epochs[0], TrainingResult.Epoch(plan, trainer, metrics));
        // Where zeros are gated, each epoch has an energy of its own.
        if (first.Cycles == now.Cycles && (plan.Chip.ZeroGating || first.EnergyPicojoules == now.EnergyPicojoules)) return;
        throw new InputException(
            $"{kept.Folder}: an epoch took {first.Cycles} cycles and {first.EnergyPicojoules} pJ when the run began, " +
            $"and takes {now.Cycles} cycles and {now.EnergyPicojoules} pJ with this build of the simulator");
    }
}
