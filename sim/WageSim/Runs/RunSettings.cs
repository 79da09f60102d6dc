using System.Text.Json.Nodes;
using WageSim.Models.Hardware;
using WageSim.Workloads.Datasets;

namespace WageSim.Runs;

/// <summary>Everything that a run's results depend on, as data that can be kept and compared.</summary>
public static class RunSettings
{
    private const int MostShown = 6;

    /// <summary>The settings of a plan: all of them, so that two runs with equal settings give equal results.</summary>
    public static JsonObject Of(TrainingPlan plan)
    {
        var settings = Common(plan);
        foreach (var (key, value) in plan.Parameters.Settings) settings[key] = value;
        if (plan.Scheme.HasNormalisations) settings["saved"] = plan.Saved.ToString().ToLowerInvariant();
        foreach (var (key, value) in plan.Rates.Settings) settings[key] = value;
        return settings;
    }

    private static JsonObject Common(TrainingPlan plan) => new()
    {
        ["scheme"] = plan.Scheme.Name,
        ["preset"] = plan.Settings.Preset ?? "none",
        ["network"] = plan.Network.Notation,
        ["input"] = new JsonArray(plan.Network.Input.Height, plan.Network.Input.Width, plan.Network.Input.Channels),
        ["bits"] = $"{plan.Parameters.Bits}",
        ["batch"] = plan.Batch,
        ["epochs"] = plan.Epochs,
        ["seed"] = plan.Settings.Seed,
        ["startWeights"] = plan.StartState is { } state ? $"sha256 {WeightHash.Sha256(plan.Parameters, state)}" : "drawn",
        ["check"] = plan.Check,
        ["zeros"] = ZeroSteps.Name(plan.ZeroSteps),
        ["fidelity"] = plan.Settings.Fidelity.ToString().ToLowerInvariant(),
        ["errorPass"] = plan.Settings.ErrorPass.ToString().ToLowerInvariant(),
        ["augmentation"] = Augmentations.Name(plan.Augmentation),
        ["data"] = new JsonObject
        {
            ["name"] = plan.Data.Name,
            ["classes"] = plan.Data.Classes,
            ["trainImages"] = plan.Data.Train.Count,
            ["testImages"] = plan.Data.Test.Count,
            ["stored"] = $"{plan.Data.Train.Shape}",
            ["cropBorder"] = plan.Data.CropBorder,
            ["sha256"] = DataFingerprint.Sha256(plan.Data),
        },
        ["prices"] = new JsonObject { ["name"] = plan.Prices.Name, ["sha256"] = plan.Prices.Sha256 },
        ["chip"] = JsonNode.Parse(ChipFile.Write(plan.Chip)),
    };

    /// <summary>What differs, one after another on one line, or null: "seed is 1 in the run, 2 now".</summary>
    public static string? Difference(JsonObject run, JsonObject other, string where = "now")
    {
        var before = Leaves(run, "").ToDictionary();
        var after = Leaves(other, "").ToDictionary();
        string[] differences =
        [
            .. before.Keys.Union(after.Keys).Where(key => before.GetValueOrDefault(key) != after.GetValueOrDefault(key))
                .Select(key =>
                    $"{key} is {before.GetValueOrDefault(key, "absent")} in the run, {after.GetValueOrDefault(key, "absent")} {where}"),
        ];
        if (differences.Length == 0) return null;
        string more = differences.Length > MostShown ? $"; and {differences.Length - MostShown} more" : "";
        return string.Join("; ", differences.Take(MostShown)) + more;
    }

    private static IEnumerable<KeyValuePair<string, string>> Leaves(JsonNode? node, string key) => node switch
    {
        JsonObject json => json.SelectMany(entry => Leaves(entry.Value, key == "" ? entry.Key : $"{key}.{entry.Key}")),
        JsonValue value when value.TryGetValue(out string? text) => [new(key, text)],
        _ => [new(key, node?.ToJsonString() ?? "null")],
    };
}
