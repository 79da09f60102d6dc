using System.Diagnostics;
using WageSim.CommandLine;
using WageSim.Reports;
using WageSim.Sweeps.Cluster;

namespace WageSim.Sweeps;

/// <summary>A sweep from its begin, or from where it was left, to its tables.</summary>
internal static class SweepRun
{
    private const int MostShown = 5;

    /// <summary>Runs what is left, here or on a cluster, and prints what came out; null where it goes on without this process.</summary>
    public static SweepSummary? Execute(
        string folder, SweepPlan plan, int workers, SlurmOptions? slurm, CancellationToken cancellation)
    {
        if (slurm is not null) SlurmClient.Check();
        var watch = Stopwatch.StartNew();
        var points = plan.Points();
        using var sweep = SweepFolder.Take(folder, plan);
        var finished = sweep.Database.Finished();
        DesignPoint[] left = [.. points.Where(point => !finished.Contains(point.Number))];
        string before = finished.Count > 0 ? $", {Format.Count(finished.Count)} of them finished before" : "";
        string where = slurm is not null ? "Slurm" : workers == 1 ? "1 worker" : $"{workers} workers";
        Output.Line($"sweep    {Format.Count(points.Count)} points{before}, {where}, {folder}");
        foreach (string note in plan.Inputs.Notes) Output.Line($"note     {note}");
        bool isDone = LongTask.Run("points", "points", left.Length, task =>
        {
            if (slurm is not null) return new SlurmRun(folder, sweep.Database, slurm, workers).Run(left, task, cancellation);
            new SweepEngine(plan, sweep.Database, workers).Run(left, more => task.Advance(more), cancellation);
            return true;
        });
        if (!isDone) return null;
        var results = sweep.Database.Points();
        SweepTables.Write(folder, results);
        double seconds = watch.Elapsed.TotalSeconds;
        var summary = Summary(folder, results, left.Length, seconds);
        Show(summary, results);
        return summary;
    }

    private static SweepSummary Summary(string folder, IReadOnlyList<SweepPoint> results, int run, double seconds) => new()
    {
        Folder = folder,
        Points = results.Count(point => point.Status != SweepStatus.Invalid),
        Outside = results.Count(point => point.Status == SweepStatus.Outside),
        Invalid = results.Count(point => point.Status == SweepStatus.Invalid),
        PointsRun = run,
        Seconds = seconds,
        PeakBytes = Process.GetCurrentProcess().PeakWorkingSet64,
        Reasons = [.. results.Where(point => point.Reason != "").Select(point => new SweepReason(
            point.Point, string.Join(' ', point.Parameters.Select(entry => $"{entry.Key}={entry.Value}")), point.Status, point.Reason))],
    };

    private static void Show(SweepSummary summary, IReadOnlyList<SweepPoint> results)
    {
        foreach (var status in (ReadOnlySpan<SweepStatus>)[SweepStatus.Invalid, SweepStatus.Outside])
        {
            var reasons = summary.Reasons.Where(reason => reason.Status == status).ToList();
            if (reasons.Count == 0) continue;
            string are = (status == SweepStatus.Invalid, reasons.Count == 1) switch
            {
                (true, true) => "point is invalid", (true, false) => "points are invalid",
                (false, true) => "point breaks a bound", (false, false) => "points break a bound",
            };
            Output.Table($"{Format.Count(reasons.Count)} {are}",
                [("points", true), ("first", true), ("reason", false)],
                reasons.GroupBy(reason => reason.Reason).OrderByDescending(group => group.Count()).Take(MostShown)
                    .Select(group => new[] { Format.Count(group.Count()), $"{group.First().Point}", group.Key }));
        }
        var best = results.Where(point => point.Status == SweepStatus.Valid).ToList();
        if (best.Count > 0)
            Output.Table("the best points", [("least", false), ("point", true), ("value", true), ("parameters", false)],
                FigureOfMerit.All.Take(4).Select(figure =>
                {
                    var least = best.MinBy(point => SweepFigure.Value(figure, point.Figures!))!;
                    return new[]
                    {
                        figure.Name, $"{least.Point}", figure.Show(SweepFigure.Value(figure, least.Figures!)),
                        string.Join(' ', least.Parameters.Select(entry => $"{entry.Key}={entry.Value}")),
                    };
                }));
        string rate = summary.PointsRun > 0 ? $", {Format.Number(summary.PointsRun / summary.Seconds, 1)} points a second" : "";
        Output.Line($"points   {Format.Count(summary.Points)} valid, {Format.Count(summary.Invalid)} invalid, " +
            $"{Format.Count(summary.Outside)} beyond a bound; " +
            $"{Format.Time(summary.Seconds)}{rate}, {Format.Bytes(summary.PeakBytes)} at the most");
        Output.Line($"files    {string.Join(", ", [SweepDatabase.FileName, .. SweepTables.Names])} in {summary.Folder}");
    }
}
