using System.Diagnostics;
using WageSim.CommandLine;
using WageSim.Models;
using WageSim.RunFolders;

namespace WageSim.Runs;

/// <summary>Trains a network on the simulated chip and says what it cost.</summary>
public static class TrainingRun
{
    /// <summary>Runs to the end and returns the process's exit code.</summary>
    /// <param name="host">Disk and clock; null for the real ones.</param>
    public static int Execute(TrainSettings settings, string? json, CancellationToken cancellation, TrainingHost? host = null)
    {
        var watch = Stopwatch.StartNew();
        var plan = TrainingPlan.From(settings);
        if ((settings.Resume ?? settings.Out) is { } folder) RunFolder.CheckApart(folder, json, settings.Trace?.File);
        OutputFile.CheckApart(json, settings.Trace?.File);
        OutputFile.Check(settings.Trace?.File);
        OutputFile.Check(json);
        using var kept = KeptRun.Open(plan, host ?? TrainingHost.Real);
        if (kept is { IsFinished: true }) return Finished(kept, json);

        // Whatever can be refused is, before the first file is written.
        using var trainer = new Trainer(plan, cancellation, kept?.Progress, kept?.State) { FinishesSteps = kept is not null };
        var trace = settings.Trace is { } request ? trainer.Trace(request, cancellation) : null;
        kept?.Begin();
        TrainingTables.Header(plan);
        if (trace is not null) Output.Line($"trace    {trace.Write(cancellation)}");
        if (kept?.From is { } file) Output.Line($"resumed  {TrainingLoop.Where(trainer.Progress, plan)}, from {file}");
        var loop = new TrainingLoop(plan, trainer, kept, watch);
        if (loop.Run(cancellation) is { } mismatch)
        {
            Output.Line($"differs from the golden model: {mismatch}");
            return ExitCode.CheckFailed;
        }
        var result = loop.Result();
        var timeline = kept is null ? null : trainer.Timeline(cancellation);
        TrainingTables.Summary(result, trainer.StepTiming, plan);
        OutputFile.WriteJson(json, result);
        if (kept is null) return ExitCode.Good;
        kept.Finish(result, timeline!, trainer.State());
        Output.Line($"written to {kept.Folder}: {RunFolder.ResultName}, {RunFolder.WeightsName}, {RunFolder.TimelineName}");
        return ExitCode.Good;
    }

    private static int Finished(KeptRun kept, string? json)
    {
        if (kept.Plan.Settings.Trace is { } trace)
            throw new InputException($"--trace: {trace.File} is not written: the run in {kept.Folder} is finished");
        if (json is not null) OutputFile.Write(json, kept.Result());
        Output.Line($"{kept.Folder}: the run is finished: all {kept.Plan.Epochs} epochs are in {RunFolder.ResultName}");
        return ExitCode.Good;
    }
}
