using System.Text.Json.Nodes;
using WageSim.CommandLine;
using WageSim.Models;
using WageSim.Models.Files;
using WageSim.Models.Hardware;
using WageSim.Reports;
using WageSim.Runs;

namespace WageSim.Sweeps;

/// <summary>Where a point's cycles go, and what each single change of its chip would gain, measured.</summary>
internal static class ExplainRun
{
    /// <summary>Runs the neighbours of a point that has results.</summary>
    public static SweepExplanation Execute(string folder, int number, int workers, CancellationToken cancellation)
    {
        using var database = SweepFolder.Read(folder);
        var points = database.Points();
        var point = points.FirstOrDefault(point => point.Point == number)
            ?? throw new InputException(points.Count == 0 ? $"--point: {folder} has no finished points yet"
                : $"--point: {number} is not there, or not finished; {folder} has points {points[0].Point}..{points[^1].Point}");
        if (point.Figures is not { } figures) throw new InputException($"--point: {number} is invalid: {point.Reason}");
        var description = (JsonObject)JsonText.Parse(database.Plan, folder)!;
        var plan = SweepPlan.Of(description);
        var files = plan.Files([new(number, point.Parameters)]);
        if (RunSettings.Difference(Kept(description, files), files) is { } changed)
            throw new InputException($"{folder}: files have changed since the sweep: {changed.Replace(" in the run,", " there,")}");
        var chip = ChipFile.Parse(figures.Chip, $"point {number}", []);
        var neighbours = Neighbours.Of(chip).ToList();
        var changes = new SweepChange[neighbours.Count];
        LongTask.Run("neighbours", "points", neighbours.Count, task =>
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellation };
            Parallel.For(0, neighbours.Count, options, i =>
            {
                changes[i] = Measure(plan, point, figures, neighbours[i], cancellation);
                lock (task) task.Advance(1);
            });
            return 0;
        });
        return new()
        {
            Point = number, Parameters = point.Parameters, Figures = figures, Bottlenecks = Bottleneck.Of(figures),
            Changes = [.. changes.OrderBy(change => change.Reason != "").ThenByDescending(change => change.TimeGain)],
        };
    }

    // Of what the sweep read, that which the point names.
    private static JsonObject Kept(JsonObject description, JsonObject files) => new(files.Select(kind => KeyValuePair.Create(kind.Key,
        (JsonNode?)new JsonObject(kind.Value!.AsObject().Select(file =>
            KeyValuePair.Create(file.Key, description["files"]?[kind.Key]?[file.Key]?.DeepClone()))))));

    private static SweepChange Measure(
        SweepPlan plan, SweepPoint point, SweepFigures before, Neighbour neighbour, CancellationToken cancellation)
    {
        try
        {
            var chip = ChipFile.Parse(before.Chip, $"point {point.Point}", neighbour.Overrides);
            var setup = PointSetup.Of(plan, new DesignPoint(point.Point, point.Parameters), chip);
            var after = setup.Work.Run(chip, cancellation).Figures(setup);
            return new(neighbour.Key, neighbour.Change, "", after.Cycles, Gain(before.Seconds, after.Seconds),
                Gain((double)before.EnergyPicojoules, (double)after.EnergyPicojoules), Gain(before.EnergyDelay, after.EnergyDelay),
                Gain((double)before.AreaSquareMicrons, (double)after.AreaSquareMicrons));
        }
        catch (InputException error)
        {
            return new(neighbour.Key, neighbour.Change, error.Message, 0, 0, 0, 0, 0);
        }
    }

    private static double Gain(double before, double after) => before == 0 ? 0 : 1 - after / before;

    /// <summary>Prints an explanation.</summary>
    public static void Print(SweepExplanation result)
    {
        var figures = result.Figures;
        Output.Line($"point {result.Point}: {string.Join(' ', result.Parameters.Select(entry => $"{entry.Key}={entry.Value}"))}");
        Output.Line($"{Format.Count(figures.Cycles)} cycles = {Format.Time(figures.Seconds)}, " +
            $"{Format.Energy((double)figures.EnergyPicojoules)}, {FigureOfMerit.Area.Show(figures.AreaSquareMicrons)}, " +
            $"utilisation {Format.Percent(figures.Utilization)}");
        Output.Line();
        Output.Table("where the cycles go",
            [
                ("layer", false), ("phase", false), ("cycles", true), ("share", true), ("utilisation", true), ("energy", true),
                ("limited by", false),
            ],
            figures.Layers.Zip(result.Bottlenecks, (layer, limit) => new[]
            {
                layer.Layer, layer.Phase, Format.Count(layer.Cycles), Format.Share(layer.Cycles, figures.Cycles),
                Format.Percent(layer.Utilization), Format.Energy((double)layer.EnergyPicojoules), limit,
            }));
        string[] states = [.. figures.States.Keys.Select(name => name.Split('.')[1]).Distinct()];
        Output.Table("what each unit does, share of all cycles",
            [("unit", false), .. states.Select(state => (state, true))],
            figures.States.Keys.Select(name => name.Split('.')[0]).Distinct().Select(unit => (string[])
                [unit, .. states.Select(state => Format.Share(figures.States.GetValueOrDefault($"{unit}.{state}"), figures.Cycles))]));
        Output.Table("single changes of the chip, measured; a gain is a reduction",
            [("change", false), ("cycles", true), ("time", true), ("energy", true), ("EDP", true), ("area", true)],
            result.Changes.Where(change => change.Reason == "").Select(change => new[]
            {
                change.Change, Format.Count(change.Cycles), Signed(change.TimeGain), Signed(change.EnergyGain),
                Signed(change.EnergyDelayGain), Signed(change.AreaGain),
            }));
        if (result.Changes.Any(change => change.Reason != ""))
            Output.Table("changes that cannot be", [("change", false), ("reason", false)],
                result.Changes.Where(change => change.Reason != "").Select(change => new[] { change.Change, change.Reason }));
        if (result.Best is { } best)
            Output.Line($"the most time is gained by {best.Change}: {Signed(best.TimeGain)} time, {Signed(best.EnergyGain)} energy, " +
                $"{Signed(best.AreaGain)} area");
        else Output.Line("no single change gains time");
    }

    private static string Signed(double gain) => (gain > 0 ? "+" : "") + Format.Percent(gain);
}
