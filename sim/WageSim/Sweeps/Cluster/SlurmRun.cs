using System.Text.Json;
using WageSim.CommandLine;
using WageSim.Models;
using WageSim.Models.Files;

namespace WageSim.Sweeps.Cluster;

/// <summary>Runs the points of a sweep as job arrays: submits, follows, gathers, and repeats what was lost.</summary>
/// <remarks>All that it knows is in the folder, so that it can end at any time; the same call attaches again.</remarks>
internal sealed class SlurmRun(string folder, SweepDatabase database, SlurmOptions options, int threads)
{
    /// <summary>Rounds after which a point that is still lost is given up.</summary>
    private const int MostRounds = 4;

    private const string ProgramName = "wagesim";

    private static readonly TimeSpan poll = TimeSpan.FromSeconds(1);
    private readonly SlurmFiles files = new(folder);

    /// <summary>Runs points; false where the job goes on without this process.</summary>
    public bool Run(IReadOnlyList<DesignPoint> points, LongTask progress, CancellationToken cancellation)
    {
        SlurmClient.Check();
        OutputFile.MakeFolder(files.Folder);
        OutputFile.Write(files.Plan, database.Plan);
        var wanted = points.Select(point => point.Number).ToHashSet();
        var job = Kept();
        if (job is not null) progress.Line($"slurm    attached to job {job.Job}, round {job.Round}");
        int round = job?.Round ?? -1;
        while (true)
        {
            var left = Left(wanted);
            if (job is null && left.Count == 0) break;
            job ??= Submit(left, ++round, progress);
            if (options.Detach)
            {
                progress.Line($"slurm    job {job.Job} goes on; the same command without --detach follows it");
                return false;
            }
            Follow(job, wanted, progress, cancellation);
            job = null;
            File.Delete(files.Job);
            if (Left(wanted) is { Count: > 0 } lost && round + 1 >= MostRounds)
                throw new InputException($"--on slurm: {lost.Count} points, such as {lost[0]}, were lost {MostRounds} times; " +
                    $"what their tasks printed is in {files.Folder}; the same command tries again");
        }
        Directory.Delete(files.Folder, recursive: true);
        return true;
    }

    private List<int> Left(HashSet<int> wanted)
    {
        var finished = database.Finished();
        return [.. wanted.Where(point => !finished.Contains(point)).Order()];
    }

    private SlurmJob? Kept() => File.Exists(files.Job)
        ? JsonSerializer.Deserialize<SlurmJob>(JsonText.ReadFile(files.Job), OutputFile.JsonOptions)
        : null;

    private SlurmJob Submit(List<int> left, int round, LongTask progress)
    {
        int[][] tasks = [.. left.Chunk(options.PointsPerTask)];
        OutputFile.WriteJson(files.Tasks(round), tasks);
        string[] command =
            [.. Program(), "sweep", "--out", Path.GetFullPath(folder), "--slurm-round", $"{round}", "--workers", $"{threads}"];
        OutputFile.Write(files.Script(round), $"#!/bin/sh\nexec {string.Join(' ', command.Select(Quoted))}\n");
        string number = SlurmClient.Submit(files.Script(round), files.Log, tasks.Length, threads, options);
        var job = new SlurmJob(number, round, tasks);
        OutputFile.WriteJson(files.Job, job);
        string again = round > 0 ? $", round {round}: {left.Count} points were lost" : "";
        progress.Line($"slurm    job {number}: {left.Count} points in {tasks.Length} tasks{again}");
        return job;
    }

    // Takes in what each task has left behind once it is gone, whether it ended or was killed.
    private void Follow(SlurmJob job, HashSet<int> wanted, LongTask progress, CancellationToken cancellation)
    {
        while (true)
        {
            var alive = SlurmClient.Alive(job.Job);
            int before = Left(wanted).Count;
            if (alive is not null)
            {
                for (int task = 0; task < job.Tasks.Count; task++)
                    if (!alive.Contains(task) && job.Gathered.Add(task)) Gather(job, task);
                progress.Advance(before - Left(wanted).Count);
                if (job.Gathered.Count == job.Tasks.Count) return;
            }
            if (cancellation.WaitHandle.WaitOne(poll))
            {
                progress.Line($"slurm    job {job.Job} goes on; the same command follows it again");
                cancellation.ThrowIfCancellationRequested();
            }
        }
    }

    // A part of which nothing or only a damaged beginning is there has no points: they come again.
    private void Gather(SlurmJob job, int task)
    {
        string part = files.Part(job.Job, task);
        if (!File.Exists(part)) return;
        try
        {
            using (SweepDatabase.Open(part)) { }
            database.Gather(part);
        }
        catch (InputException error)
        {
            Console.Error.WriteLine($"slurm: task {task} of job {job.Job}: {error.Message}");
        }
    }

    // This program, as a task starts it: by itself, or with the runtime.
    private static string[] Program() =>
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == ProgramName
            ? [path]
            : ["dotnet", "exec", typeof(SlurmRun).Assembly.Location];

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''")}'";
}
