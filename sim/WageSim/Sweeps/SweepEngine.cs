using System.Runtime.ExceptionServices;
using WageSim.Models;
using WageSim.Reports;

namespace WageSim.Sweeps;

/// <summary>Runs the points of a sweep that have no results yet, on several threads, and writes each as it is done.</summary>
/// <remarks>A point's results depend on it alone, so neither the order nor the number of threads shows.</remarks>
internal sealed class SweepEngine(SweepPlan plan, SweepDatabase database, int workers)
{
    private readonly Lock writing = new();

    /// <summary>Runs the points; `done` is told how many more are finished.</summary>
    public void Run(IReadOnlyList<DesignPoint> points, Action<int> done, CancellationToken cancellation)
    {
        var invalid = new List<SweepPoint>();
        var setups = new List<PointSetup>();
        foreach (var point in points)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                var setup = PointSetup.Of(plan, point);
                if (PointBounds.BrokenBefore(plan, setup) is { } reason) invalid.Add(Invalid(point, reason));
                else setups.Add(setup);
            }
            catch (InputException error)
            {
                invalid.Add(Invalid(point, error.Message));
            }
        }
        if (invalid.Count > 0) database.Write(invalid);
        done(invalid.Count);
        // The slowest first, so that no thread begins one when the others have ended.
        PointSetup[][] groups =
            [.. setups.GroupBy(setup => setup.TimingKey).Select(group => group.ToArray()).OrderByDescending(group => Effort(group[0]))];
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        int next = -1;
        Exception? failure = null;
        var threads = Enumerable.Range(0, Math.Min(workers, groups.Length)).Select(_ => new Thread(Work)).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        cancellation.ThrowIfCancellationRequested();
        if (failure is not null) ExceptionDispatchInfo.Throw(failure);

        void Work()
        {
            try
            {
                while (Interlocked.Increment(ref next) is var i && i < groups.Length)
                {
                    var results = Results(groups[i], stop.Token);
                    lock (writing)
                    {
                        database.Write(results);
                        done(results.Count);
                    }
                }
            }
            // The border of the thread: what it throws is thrown by the one that waits for it.
#pragma warning disable CA1031
            catch (Exception error)
#pragma warning restore CA1031
            {
                Interlocked.CompareExchange(ref failure, error, null);
                stop.Cancel();
            }
        }
    }

    private List<SweepPoint> Results(PointSetup[] group, CancellationToken cancellation)
    {
        PointSimulation simulation;
        try
        {
            simulation = group[0].Work.Run(group[0].Chip, cancellation);
        }
        catch (InputException error)
        {
            return [.. group.Select(setup => Invalid(setup.Point, error.Message))];
        }
        return [.. group.Select(setup => Result(setup, simulation))];
    }

    private SweepPoint Result(PointSetup setup, PointSimulation simulation)
    {
        try
        {
            var figures = simulation.Figures(setup);
            string? reason = PointBounds.BrokenAfter(plan, figures);
            return new()
            {
                Point = setup.Point.Number, Status = reason is null ? SweepStatus.Valid : SweepStatus.Outside, Reason = reason ?? "",
                Parameters = setup.Point.Parameters, Figures = figures,
            };
        }
        catch (InputException error)
        {
            // A price table need not hold what every chip needs.
            return Invalid(setup.Point, error.Message);
        }
    }

    // Small arrays make many small commands.
    private static double Effort(PointSetup setup) =>
        setup.Work.Size / ((double)setup.Chip.Arrays * setup.Chip.Rows * setup.Chip.Cols * setup.Chip.MacBits);

    private static SweepPoint Invalid(DesignPoint point, string reason) =>
        new() { Point = point.Number, Status = SweepStatus.Invalid, Reason = reason, Parameters = point.Parameters };
}
