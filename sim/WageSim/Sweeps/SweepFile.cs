using System.Text.Json;
using System.Text.Json.Nodes;
using WageSim.Models;
using WageSim.Models.Files;

namespace WageSim.Sweeps;

/// <summary>A sweep as it was asked for, from a file, the command line or both; what is null is not said.</summary>
public sealed record SweepFile
{
    private static readonly string[] keys =
    [
        "scheme", "network", "topology", "batch", "bits", "rounding", "loss", "dropout", "activationClip", "runningShift", "dataflow",
        "weightBits", "config", "chip", "set", "prices", "work", "images", "grid", "points", "samples", "seed", "constraints", "densities",
    ];

    public IReadOnlyList<Dimension> Dimensions { get; init; } = [];
    public IReadOnlyList<IReadOnlyList<KeyValuePair<string, string>>>? Points { get; init; }

    /// <summary>"random:100" or "latin:100"; null: the whole grid.</summary>
    public string? Samples { get; init; }
    public int? Seed { get; init; }
    public IReadOnlyList<string> Overrides { get; init; } = [];
    public string? Work { get; init; }
    public int? Images { get; init; }
    public IReadOnlyList<string> Constraints { get; init; } = [];

    /// <summary>A run that counted zeros.</summary>
    public string? Densities { get; init; }

    /// <summary>Reads a file: a JSON object with the keys of docs/sweeps.md.</summary>
    public static SweepFile Read(string path) => Parse(JsonText.ReadFile(path), path);

    /// <summary>Reads a text; errors name `source`.</summary>
    public static SweepFile Parse(string text, string source)
    {
        if (JsonText.Parse(text, source) is not JsonObject json)
            throw new InputException($"{source}: an object is expected, with {string.Join(", ", keys)}");
        foreach (var (key, _) in json)
        {
            if (!keys.Contains(key))
                throw new InputException(
                    $"{source}: {key}: unknown key; did you mean {Spelling.Nearest(key, keys)}? Keys are {string.Join(", ", keys)}");
        }
        var dimensions = new List<Dimension>();
        foreach (string key in SweepKeys.Workload.Where(keys.Contains))
            if (json[key] is { } values) dimensions.Add(At(source, key, () => Dimension.Parse(key, Values(values))));
        if (json["grid"] is { } grid)
            foreach (var (key, values) in Object(grid, source, "grid"))
                dimensions.Add(At(source, "grid", () => Dimension.Parse(key, Values(values))));
        return new()
        {
            Dimensions = dimensions,
            Points = json["points"] is { } points ? Listed(points, source) : null,
            Samples = Text(json, "samples", source),
            Seed = Number(json, "seed", source),
            Overrides = [.. Texts(json, "set", source)],
            Work = Text(json, "work", source),
            Images = Number(json, "images", source),
            Constraints = [.. Texts(json, "constraints", source)],
            Densities = Text(json, "densities", source),
        };
    }

    private static List<IReadOnlyList<KeyValuePair<string, string>>> Listed(JsonNode points, string source)
    {
        if (points is not JsonArray { Count: > 0 } array) throw new InputException($"{source}: points: a list of objects is expected");
        return [.. array.Select((point, i) => (IReadOnlyList<KeyValuePair<string, string>>)
        [
            .. Object(point, source, $"points[{i}]").Select(entry => At(source, $"points[{i}]", () =>
            {
                SweepKeys.Check(entry.Key);
                return entry.Value is JsonValue value ? KeyValuePair.Create(entry.Key, $"{value}")
                    : throw new InputException($"{entry.Key}: a number or a string is expected");
            })),
        ])];
    }

    // "8,16", 8 or [8, 16]
    private static string Values(JsonNode? node) => node switch
    {
        JsonArray { Count: > 0 } array when array.All(item => item is JsonValue) => string.Join(',', array.Select(item => $"{item}")),
        JsonValue value => $"{value}",
        _ => throw new InputException("a value, a list of values or a text such as \"8..64:x2\" is expected"),
    };

    private static T At<T>(string source, string key, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InputException error)
        {
            throw new InputException($"{source}: {key}: {error.Message}", error);
        }
    }

    private static JsonObject Object(JsonNode? node, string source, string key) =>
        node as JsonObject ?? throw new InputException($"{source}: {key}: an object is expected");

    private static string? Text(JsonObject json, string key, string source) => json[key] switch
    {
        null => null,
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        var other => throw new InputException(
            $"{source}: {key}: {FieldRule.KindName(other.GetValueKind())} is found; a string is expected"),
    };

    private static int? Number(JsonObject json, string key, string source) => json[key] switch
    {
        null => null,
        JsonValue value when value.TryGetValue(out int number) && number >= 0 => number,
        _ => throw new InputException($"{source}: {key}: a whole number from 0 is expected"),
    };

    private static IEnumerable<string> Texts(JsonObject json, string key, string source) => json[key] switch
    {
        null => [],
        JsonArray array when array.All(item => item is JsonValue value && value.GetValueKind() == JsonValueKind.String) =>
            array.Select(item => item!.GetValue<string>()),
        _ => throw new InputException($"{source}: {key}: a list of strings is expected"),
    };
}
