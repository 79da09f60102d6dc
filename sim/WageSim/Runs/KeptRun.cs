using System.Text.Json;
using System.Text.Json.Nodes;
using WageSim.CommandLine;
using WageSim.Models;
using WageSim.Models.Traces;
using WageSim.Reports;
using WageSim.RunFolders;

namespace WageSim.Runs;

/// <summary>A run that is kept in a folder: begun or taken up there, checkpointed while it goes on, and finished.</summary>
internal sealed class KeptRun : IDisposable
{
    private readonly RunFolder folder;
    private readonly JsonObject settings;
    private readonly CheckpointSchedule schedule;
    private (string File, (int Epoch, int Step, int Tested) Position)? newest;

    private KeptRun(TrainingPlan plan, RunFolder folder, TimeProvider time)
    {
        (Plan, this.folder) = (plan, folder);
        settings = RunSettings.Of(plan);
        Command = plan.Settings.Command;
        schedule = new(TimeSpan.FromMinutes(plan.Settings.CheckpointMinutes), plan.Settings.CheckpointSteps, time);
    }

    /// <summary>The run of a plan that asks for a folder, or null.</summary>
    public static KeptRun? Open(TrainingPlan plan, TrainingHost host)
    {
        if (plan.Settings.Out is null && plan.Settings.Resume is null) return null;
        bool resume = plan.Settings.Resume is not null;
        var folder = new RunFolder(host.Storage(plan.Settings.Resume ?? plan.Settings.Out!, !resume));
        try
        {
            var run = new KeptRun(plan, folder, host.Time);
            if (resume) run.TakeUp();
            return run;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>What the run in a folder was asked to do.</summary>
    public static TrainSettings Asked(string path)
    {
        using var folder = new RunFolder(DiskStorage.ToRead(path));
        return AskedSettings.Read(folder.Record().Asked);
    }

    /// <summary>What is run.</summary>
    public TrainingPlan Plan { get; }

    /// <summary>The command that began the run.</summary>
    public IReadOnlyList<string> Command { get; private set; }

    /// <summary>The folder, as messages name it.</summary>
    public string Folder => folder.Name;

    /// <summary>Whether all is done and written.</summary>
    public bool IsFinished => Plan.Settings.Resume is not null && folder.IsFinished;

    /// <summary>Where the run was taken up; null at its beginning.</summary>
    public TrainingProgress? Progress { get; private set; }

    /// <summary>Arrays of the state there.</summary>
    public int[][]? State { get; private set; }

    /// <summary>The file it was taken up from.</summary>
    public string? From { get; private set; }

    /// <summary>The first write: all that could be refused has been looked at.</summary>
    public void Begin()
    {
        if (Plan.Settings.Resume is null) folder.Begin(Record());
        else folder.TakeUp();
        folder.WriteEpochs(Progress?.Epochs ?? []);
    }

    /// <summary>Another step or test pass is complete: whether a checkpoint is due.</summary>
    public bool IsDue() => schedule.Step();

    /// <summary>Writes a checkpoint and the epochs so far, unless the last checkpoint has them; returns its file name.</summary>
    public string Save(TrainingProgress progress, Func<int[][]> state)
    {
        var position = (progress.Epoch, progress.Step, progress.Tested);
        if (newest is var (newestFile, newestPosition) && newestPosition == position) return newestFile;
        var reached = (JsonObject)JsonSerializer.SerializeToNode(progress, OutputFile.JsonOptions)!;
        string file = folder.Save(new(Build.Version, settings, reached, state())
        {
            ValueBytes = [.. Plan.Parameters.State.Select(tensor => tensor.KeptBytes)],
        });
        folder.WriteEpochs(progress.Epochs);
        schedule.Written();
        newest = (file, position);
        return file;
    }

    /// <summary>Writes the timeline of a step, the trained state and the result.</summary>
    public void Finish(RunResult result, TimelineResult timeline, int[][] state) =>
        folder.Finish(result, timeline, WeightFile.ToBytes(Plan.Parameters, state));

    /// <summary>The result of a finished run.</summary>
    public byte[] Result() => folder.Result();

    public void Dispose() => folder.Dispose();

    private void TakeUp()
    {
        var record = folder.Record();
        if (record.Version != Build.Version)
            throw new InputException($"{folder.Name}: the run is of wagesim {record.Version}; this is {Build.Version}, which could take " +
                "other cycles: only the same version goes on with it");
        if (RunSettings.Difference(record.Settings, settings) is { } changed)
            throw new InputException($"--resume {folder.Name}: the settings changed: {changed}");
        Command = record.Command;
        if (folder.Newest() is not var (file, checkpoint)) return;
        if (RunSettings.Difference(record.Settings, checkpoint.Settings, "in the checkpoint") is { } other)
            throw new InputException($"{Path.Combine(folder.Name, file)}: is a checkpoint of another run: {other}");
        (State, From) = (checkpoint.Weights, file);
        Progress = checkpoint.Progress.Deserialize<TrainingProgress>(OutputFile.JsonOptions)!;
        newest = (file, (Progress.Epoch, Progress.Step, Progress.Tested));
        Progress.Starts++;
    }

    private RunRecord Record() => new()
    {
        Version = Build.Version,
        Build = Build.Informational,
        Began = DateTimeOffset.UtcNow,
        Command = Plan.Settings.Command,
        Asked = AskedSettings.Write(Plan.Settings),
        Settings = settings,
    };
}
