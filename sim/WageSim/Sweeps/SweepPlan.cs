using System.Text.Json.Nodes;
using WageSim.Models;
using WageSim.Models.Hardware;
using WageSim.Workloads.Catalogue;
using WageSim.Workloads.Topologies;

namespace WageSim.Sweeps;

/// <summary>A sweep: what is varied, how points are taken, what is done at each, and what bounds them.</summary>
public sealed record SweepPlan
{
    /// <summary>Every parameter of every point, in the order of the results; network and batch are among them.</summary>
    public required IReadOnlyList<Dimension> Dimensions { get; init; }

    /// <summary>Points one by one, beside those of the dimensions that they leave open; null: none are listed.</summary>
    public IReadOnlyList<IReadOnlyList<KeyValuePair<string, string>>>? Listed { get; init; }

    public SampleKind Samples { get; init; } = SampleKind.Grid;

    /// <summary>Samples to take.</summary>
    public int Count { get; init; }
    public uint Seed { get; init; } = 1;

    /// <summary>Changes to every chip.</summary>
    public IReadOnlyList<string> Overrides { get; init; } = [];
    public Work Work { get; init; } = Work.Step;

    /// <summary>Training images of an epoch; null: those of the network's data set.</summary>
    public int? Images { get; init; }
    public IReadOnlyList<Constraint> Constraints { get; init; } = [];

    /// <summary>Shares of products with a zero operand, measured in a run; null: none are known.</summary>
    public Densities? Densities { get; init; }

    /// <summary>What points name, as it was first read.</summary>
    internal SweepInputs Inputs { get; } = new();

    /// <summary>All points, numbered from 1.</summary>
    public IReadOnlyList<DesignPoint> Points()
    {
        SweepKeys.CheckApart([.. Dimensions.Select(dimension => dimension.Key)]);
        var points = Sampling.Points(Dimensions, Samples, Count, Seed);
        if (Listed is not null)
        {
            foreach (var listed in Listed)
                SweepKeys.CheckApart(
                    [.. Dimensions.Select(dimension => dimension.Key).Concat(listed.Select(entry => entry.Key)).Distinct()]);
            var open = points.ToList();
            points = Listed.SelectMany(_ => open, (listed, rest) => Joined(rest, listed));
        }
        DesignPoint[] numbered = [.. points.Take(Sampling.MostPoints + 1).Select((parameters, i) => new DesignPoint(i + 1, parameters))];
        if (numbered.Length > Sampling.MostPoints) throw new InputException($"points: more than {Sampling.MostPoints}");
        return numbered;

        // A listed value takes the place of the dimension's.
        static KeyValuePair<string, string>[] Joined(
            KeyValuePair<string, string>[] rest, IReadOnlyList<KeyValuePair<string, string>> listed) =>
            [.. rest.Where(entry => listed.All(other => other.Key != entry.Key)), .. listed];
    }

    /// <summary>Everything that the results depend on, for the database: two sweeps with equal texts have equal results.</summary>
    public JsonObject Description()
    {
        var points = Points();
        string[] chips = [.. points.Select(point => point.Find(SweepKeys.Chip)!).Distinct()];
        return new()
        {
            ["dimensions"] = Texts(Dimensions.Select(dimension => $"{dimension}")),
            ["points"] = Listed is null ? null : new JsonArray([.. Listed.Select(point => new JsonObject(
                point.Select(entry => KeyValuePair.Create<string, JsonNode?>(entry.Key, entry.Value))))]),
            ["samples"] = $"{Samples}",
            ["count"] = Count,
            ["seed"] = Seed,
            ["set"] = Texts(Overrides),
            ["work"] = $"{Work}",
            ["images"] = Images,
            ["constraints"] = Texts(Constraints.Select(constraint => constraint.Text)),
            ["densities"] = Densities?.Description,
            ["files"] = Files(points),
            ["chips"] = new JsonObject(chips.Select(chip =>
                KeyValuePair.Create(chip, JsonNode.Parse(ChipFile.Write(ChipFile.Load(chip, [])))))),
        };
    }

    /// <summary>Files and price tables that points name, by what they hold: a file may change between two calls.</summary>
    internal JsonObject Files(IReadOnlyList<DesignPoint> points)
    {
        return new()
        {
            ["networks"] = Each(Named(SweepKeys.Network).Where(NetworkCatalogue.IsFile), Shown),
            ["topologies"] = Each(Named(SweepKeys.Topology), path => Inputs.Topology(path).Sha256),
            ["configs"] = Each(Named(SweepKeys.Config), ArrayConfig.Sha256),
            ["prices"] = Each(points.Select(PointSetup.PricesOf), name => Inputs.Prices(name).Sha256),
        };

        IEnumerable<string> Named(string key) => points.Select(point => point.Find(key)).OfType<string>();

        static JsonObject Each(IEnumerable<string> names, Func<string, string> content) => new(names.Distinct()
            .Select(name => KeyValuePair.Create<string, JsonNode?>(name, content(name))));
    }

    // A network that cannot be read makes its points invalid, not the sweep.
    private string Shown(string network)
    {
        try
        {
            var (notation, input) = Inputs.Network(network);
            return $"{notation} of {input}";
        }
        catch (InputException error)
        {
            return error.Message;
        }
    }

    /// <summary>A sweep from its description.</summary>
    public static SweepPlan Of(JsonObject description)
    {
        return new()
        {
            Dimensions = [.. Read("dimensions").Select(text => text.Split('=', 2)).Select(parts => Dimension.Parse(parts[0], parts[1]))],
            Listed = (description["points"] as JsonArray)?.Select(point => (IReadOnlyList<KeyValuePair<string, string>>)
                [.. point!.AsObject().Select(entry => KeyValuePair.Create(entry.Key, entry.Value!.GetValue<string>()))]).ToList(),
            Samples = Enum.Parse<SampleKind>(description["samples"]!.GetValue<string>()),
            Count = description["count"]!.GetValue<int>(),
            Seed = description["seed"]!.GetValue<uint>(),
            Overrides = [.. Read("set")],
            Work = Enum.Parse<Work>(description["work"]!.GetValue<string>()),
            Images = description["images"]?.GetValue<int>(),
            Constraints = [.. Read("constraints").Select(ConstraintParser.Parse)],
            Densities = description["densities"] is JsonObject densities ? Densities.Of(densities) : null,
        };

        IEnumerable<string> Read(string key) => description[key]!.AsArray().Select(text => text!.GetValue<string>());
    }

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => JsonValue.Create(text))];
}
