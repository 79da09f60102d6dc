using WageSim.CommandLine;
using WageSim.Reports;
using WageSim.Reports.Charts;
using WageSim.Reports.Pages;
using WageSim.Reports.Tables;

namespace WageSim.Sweeps.Pages;

/// <summary>A sweep as a page: fronts, heat maps, effects of parameters, and each point with its chip, layers and bottleneck.</summary>
internal sealed class ParetoPage(string name, IReadOnlyList<SweepPoint> points, IReadOnlyList<FigureOfMerit> objectives)
{
    private readonly List<SweepPoint> valid = [.. points.Where(point => point.Status == SweepStatus.Valid)];
    private readonly HashSet<int> front = [.. ParetoFront.Of(points, objectives).Select(point => point.Point)];
    private readonly IReadOnlyList<string> varied = ParetoReport.Varied(points);

    /// <summary>The page as HTML.</summary>
    public string Write() => PageWriter.Write(new Page(
        $"Sweep {name}",
        [
            ("objectives", string.Join(", ", objectives.Select(objective => objective.Name))),
            ("varied", varied.Count == 0 ? "nothing" : string.Join(", ", varied)), ("simulator", Build.Version),
        ],
        [("", Tiles())],
        [.. Works().SelectMany(WorkSections), Points()])
    {
        Script = OpenTarget, Style = DetailsStyle,
    });

    private IEnumerable<(string Key, string Name, List<SweepPoint> Points)> Works()
    {
        var groups = valid.GroupBy(ParetoFront.Work).ToList();
        bool alone = groups.Count == 1;
        return groups.Select((group, i) => (alone ? "" : $"-{i + 1}", alone ? "" : $": {group.Key}", group.ToList()));
    }

    private Tile[] Tiles() =>
    [
        new("points", Format.Count(valid.Count), "with results, within the bounds", "Chips that were run and break no bound of the sweep."),
        new("on the front", Format.Count(front.Count), $"in {string.Join(", ", objectives)}",
            "Points that no other of the same work betters in one objective without being worse in another."),
        new("invalid", Format.Count(points.Count(point => point.Status == SweepStatus.Invalid)), "listed with reasons in points.csv",
            "Points whose chip is none, whose memories do not hold the network, or that break a bound before the run."),
        .. objectives.Select(objective =>
        {
            var best = valid.MinBy(point => ParetoFront.Cost(objective, point))!;
            string value = objective.Show(SweepFigure.Value(objective, best.Figures!));
            return new Tile($"best {objective}", value, $"point {best.Point}", objective.Meaning);
        }),
    ];

    private IEnumerable<Section> WorkSections((string Key, string Name, List<SweepPoint> Points) work)
    {
        List<IBlock> blocks = [];
        for (int i = 0; i < objectives.Count; i++)
            for (int j = i + 1; j < objectives.Count; j++) blocks.Add(Scatter(work.Key, work.Points, objectives[i], objectives[j]));
        blocks.Add(FrontTable(work.Key, work.Points));
        yield return new($"front{work.Key}", $"Pareto front{work.Name}",
            "Each mark is a chip; a click on it leads to its layers and its bottleneck. The line joins the points that are best " +
            "in the two figures shown; points of the front off the line are best with a third.", blocks);
        if (HeatMaps(work.Key, work.Points).ToList() is { Count: > 0 } maps)
            yield return new($"arrays{work.Key}", $"Rows and columns{work.Name}",
                "The best value of all points with an array of so many rows and columns; a click leads to that point.", maps);
        if (Effects(work.Key, work.Points).ToList() is { Count: > 0 } effects)
            yield return new($"effects{work.Key}", $"Effect of each parameter{work.Name}",
                "Geometric mean of all points with a value, whatever their other parameters, relative to that of all points: " +
                "above 1 is more than the mean. Where points are invalid or samples few, values are not compared with the same partners.",
                effects);
    }

    private Figure Scatter(string key, List<SweepPoint> work, FigureOfMerit x, FigureOfMerit y)
    {
        ScatterPoint Mark(SweepPoint point) => new($"{point.Point}", Value(x, point), Value(y, point))
        {
            Link = $"#point-{point.Point}", IsLabelled = front.Contains(point.Point),
        };
        var groups = new[] { (Name: "on the front", IsFront: true), (Name: "bettered by another", IsFront: false) }
            .Select(group => new ScatterGroup(
                group.Name, [.. work.Where(point => front.Contains(point.Point) == group.IsFront).Select(Mark)]))
            .Where(group => group.Points.Count > 0).ToList();
        var best = ParetoFront.Of(work, [x, y]).Select(point => (X: Value(x, point), Y: Value(y, point))).Distinct()
            .OrderBy(point => point.X);
        string title = $"{Title(x)} and {y}";
        return new Figure($"{x}-{y}{key}", title, $"Each mark is a chip: {x.Meaning} and {y.Meaning}.", width =>
            ScatterChart.Draw(title, Axis(x, work), Axis(y, work), groups, [new("best of both", [.. best])], width))
        {
            IsWide = objectives.Count == 2,
        };
    }

    private Table FrontTable(string key, List<SweepPoint> work) => new(
        $"front-points{key}", "Points of the front", "Sorted by the first objective.",
        [
            new("point", "point", Quantity.Count, "Number of the point in the sweep."),
            .. objectives.Select(objective => new Column(objective.Name, objective.Name, QuantityOf(objective), objective.Meaning)),
            .. varied.Select(parameter => new Column(parameter, parameter, Quantity.Text, "A parameter of the sweep.")),
        ],
        [.. work.Where(point => front.Contains(point.Point)).OrderBy(point => Value(objectives[0], point)).Select(point => (object?[])
        [
            point.Point, .. objectives.Select(objective => (object?)Value(objective, point)),
            .. varied.Select(parameter => point.Parameters.FirstOrDefault(entry => entry.Key == parameter).Value),
        ])]);

    private IEnumerable<Figure> HeatMaps(string key, List<SweepPoint> work)
    {
        var shapes = work.ToDictionary(point => point, point => PointDetails.Chip(point) is var chip ? (chip.Rows, chip.Cols) : default);
        int[] rows = [.. shapes.Values.Select(shape => shape.Rows).Distinct().Order()];
        int[] columns = [.. shapes.Values.Select(shape => shape.Cols).Distinct().Order()];
        if (rows.Length * columns.Length < 2 || rows.Length > 40 || columns.Length > 40) yield break;
        foreach (var objective in objectives)
        {
            var best = new SweepPoint?[rows.Length, columns.Length];
            var values = new double?[rows.Length, columns.Length];
            foreach (var group in work.GroupBy(point => shapes[point]))
            {
                int r = Array.IndexOf(rows, group.Key.Rows), c = Array.IndexOf(columns, group.Key.Cols);
                best[r, c] = group.MinBy(point => ParetoFront.Cost(objective, point));
                values[r, c] = Value(objective, best[r, c]!);
            }
            string title = $"Best {objective} by rows and columns";
            yield return new($"map-{objective}{key}", title, $"The best {objective.Meaning} of each array size.",
                width => HeatMap.Draw(title, "rows", [.. rows.Select(row => $"{row}")],
                    "columns", [.. columns.Select(column => $"{column}")], values, QuantityOf(objective), width,
                    link: (r, c) => best[r, c] is { } point ? $"#point-{point.Point}" : null));
        }
    }

    private IEnumerable<Figure> Effects(string key, List<SweepPoint> work)
    {
        double[] all = [.. objectives.Select(objective => Mean(objective, work))];
        foreach (string parameter in varied)
        {
            var groups = work.GroupBy(point => point.Parameters.FirstOrDefault(entry => entry.Key == parameter).Value ?? "").ToList();
            if (groups.Count is < 2 or > 24) continue;
            var bars = groups.Select(group => (Label: group.Key,
                Values: (IReadOnlyList<double>)[.. objectives.Select((objective, i) => Mean(objective, group) / all[i])])).ToList();
            yield return new($"effect-{parameter.Replace('.', '-')}{key}", $"Effect of {parameter}",
                $"Geometric means of the points with each value of {parameter}, relative to all points.",
                width => BarChart.Grouped($"Effect of {parameter}", new Axis("relative to all points", Quantity.Ratio),
                    [.. objectives.Select(objective => objective.Name)], bars, width));
        }
    }

    private Section Points()
    {
        // A page of many thousand tables is no page.
        var shown = valid.Count <= PointDetails.Most ? valid
            : [.. valid.Where(point => front.Contains(point.Point)).Take(PointDetails.Most)];
        string explanation = shown.Count == valid.Count ? "Every point with its parameters, chip, layers and what limits each."
            : $"The points of the front, as there are more than {PointDetails.Most} in all; layers.csv has the others.";
        return new("points", "Points", explanation,
            [.. shown.Select(point => new Markup(PointDetails.Html(point, front.Contains(point.Point))))]);
    }

    private static double Mean(FigureOfMerit objective, IEnumerable<SweepPoint> points) =>
        Math.Exp(points.Average(point => Math.Log(Math.Max(Value(objective, point), double.Epsilon))));

    private static double Value(FigureOfMerit figure, SweepPoint point) => (double)SweepFigure.Value(figure, point.Figures!);

    private static string Title(FigureOfMerit figure) => char.ToUpperInvariant(figure.Name[0]) + figure.Name[1..];

    // A table without prices makes figures of 0, which have no logarithm.
    private static Axis Axis(FigureOfMerit figure, List<SweepPoint> work) =>
        new(figure.Name, QuantityOf(figure), IsLog: work.TrueForAll(point => Value(figure, point) > 0));

    private static Quantity QuantityOf(FigureOfMerit figure) => figure.Name switch
    {
        "time" => Quantity.Time,
        "energy" => Quantity.Energy,
        "area" => Quantity.Area,
        "edp" => Quantity.EnergyDelay,
        "power" => Quantity.Power,
        "utilization" => Quantity.Share,
        _ => Quantity.Cycles,
    };

    // A click on a mark opens the point that it leads to.
    private const string OpenTarget = """
        (() => {
          const open = () => {
            const target = location.hash.startsWith('#point-') && document.getElementById(location.hash.slice(1));
            if (target) { target.open = true; target.scrollIntoView(); }
          };
          addEventListener('hashchange', open);
          open();
        })();
        """;

    private const string DetailsStyle = """
        details.point{border-bottom:1px solid var(--grid)}
        details.point summary{cursor:pointer;padding:5px 2px;font-size:13.5px;overflow-wrap:anywhere}
        details.point summary b{display:inline-block;min-width:3em}
        details.point dl.facts{font-size:13px;margin:6px 0}
        """;
}
