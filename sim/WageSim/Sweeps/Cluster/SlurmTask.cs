using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using WageSim.CommandLine;
using WageSim.Models;
using WageSim.Models.Files;
using WageSim.Runs;

namespace WageSim.Sweeps.Cluster;

/// <summary>The side of a sweep that runs as a task of a job array: some points into a database of its own.</summary>
internal static class SlurmTask
{
    /// <summary>Runs the points of the task that the environment names.</summary>
    public static void Execute(string folder, int round, int workers, CancellationToken cancellation)
    {
        var files = new SlurmFiles(folder);
        int task = Number("SLURM_ARRAY_TASK_ID"), job = Number("SLURM_ARRAY_JOB_ID");
        string text = JsonText.ReadFile(files.Plan);
        var tasks = JsonSerializer.Deserialize<int[][]>(JsonText.ReadFile(files.Tasks(round)))!;
        var description = (JsonObject)JsonText.Parse(text, files.Plan)!;
        var plan = SweepPlan.Of(description);
        if (RunSettings.Difference(description, plan.Description()) is { } changed)
            throw new InputException($"{files.Plan}: files have changed since the sweep was submitted: {changed}");
        var wanted = tasks[task].ToHashSet();
        DesignPoint[] points = [.. plan.Points().Where(point => wanted.Contains(point.Number))];
        using var part = SweepDatabase.Create(files.Part($"{job}", task), text);
        new SweepEngine(plan, part, workers).Run(points, _ => { }, cancellation);
        Output.Line($"task {task} of job {job}: {points.Length} points");
    }

    private static int Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new InputException($"--slurm-round: is for tasks of Slurm; {variable} is not set");
}
