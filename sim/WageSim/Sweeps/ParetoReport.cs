using WageSim.CommandLine;
using WageSim.Models;
using WageSim.Models.Files;
using WageSim.Reports;

namespace WageSim.Sweeps;

/// <summary>The Pareto front of a sweep: table, CSV and JSON.</summary>
internal sealed class ParetoReport(IReadOnlyList<SweepPoint> points, IReadOnlyList<FigureOfMerit> objectives)
{
    public static readonly IReadOnlyList<FigureOfMerit> DefaultObjectives = [FigureOfMerit.Time, FigureOfMerit.Energy, FigureOfMerit.Area];

    public IReadOnlyList<SweepPoint> Front { get; } = ParetoFront.Of(points, objectives);

    /// <summary>"time,energy" → figures that a run has.</summary>
    public static IReadOnlyList<FigureOfMerit> Objectives(string? text)
    {
        if (text is null) return DefaultObjectives;
        var known = FigureOfMerit.All.Where(figure => !figure.BeforeRun || figure == FigureOfMerit.Area).ToList();
        var names = known.Select(figure => figure.Name).ToList();
        FigureOfMerit[] chosen = [.. text.Split(',').Select(part => Find(part.Trim()))];
        return chosen.Distinct().Count() == chosen.Length ? chosen
            : throw new InputException($"--objectives: '{text}': one is given twice");

        FigureOfMerit Find(string name) => known.FirstOrDefault(figure => figure.Name == name)
            ?? throw new InputException($"--objectives: '{name}' is unknown; did you mean {Spelling.Nearest(name, names)}? " +
                $"Objectives are {string.Join(", ", names)}");
    }

    /// <summary>Parameters that differ between points; the others would be the same in each row.</summary>
    public static IReadOnlyList<string> Varied(IReadOnlyList<SweepPoint> points) =>
        [.. points.SelectMany(point => point.Parameters).GroupBy(entry => entry.Key)
            .Where(group => group.Select(entry => entry.Value).Distinct().Count() > 1 || group.Count() < points.Count)
            .Select(group => group.Key)];

    public void Print()
    {
        var varied = Varied(points);
        foreach (var group in Front.GroupBy(ParetoFront.Work))
        {
            int all = points.Count(point => point.Status == SweepStatus.Valid && ParetoFront.Work(point) == group.Key);
            string share = $"{Format.Count(group.Count())} of {Format.Count(all)} points";
            Output.Table($"{group.Key}: {share} are not bettered in {string.Join(", ", objectives)}",
                [("point", true), .. objectives.Select(objective => (objective.Name, true)), .. varied.Select(name => (name, false))],
                group.OrderBy(point => SweepFigure.Value(objectives[0], point.Figures!)).Select(point => (string[])
                [
                    $"{point.Point}", .. objectives.Select(objective => objective.Show(SweepFigure.Value(objective, point.Figures!))),
                    .. varied.Select(name => Value(point, name)),
                ]));
        }
    }

    /// <summary>A row a point of the front.</summary>
    public string Csv()
    {
        var names = points.SelectMany(point => point.Parameters).Select(entry => entry.Key).Distinct().ToList();
        var csv = new CsvText(["point", .. names, .. objectives.Select(Column)]);
        foreach (var point in Front)
            csv.Row([point.Point, .. names.Select(name => Value(point, name)),
                .. objectives.Select(objective => (object?)SweepFigure.Value(objective, point.Figures!))]);
        return $"{csv}";
    }

    /// <summary>The front, for programs to read.</summary>
    public object Json() => new
    {
        Version = 1,
        Objectives = objectives.Select(objective => objective.Name),
        Points = points.Count(point => point.Status == SweepStatus.Valid),
        Front = Front.Select(point => new
        {
            point.Point, Parameters = point.Parameters.ToDictionary(),
            Objectives = objectives.ToDictionary(objective => objective.Name, objective => SweepFigure.Value(objective, point.Figures!)),
        }),
    };

    private static string Column(FigureOfMerit figure) => figure.Units.Count == 0 || figure.Units[0].Name == "" ? figure.Name
        : $"{figure.Name}_{figure.Units[0].Name.Replace("*", "").ToLowerInvariant()}";

    private static string Value(SweepPoint point, string name) => point.Parameters.FirstOrDefault(entry => entry.Key == name).Value ?? "";
}
