using System.Text.Json.Nodes;
using WageSim.Models;
using WageSim.Models.Files;

namespace WageSim.Sweeps;

/// <summary>Products with a zero operand as they were counted in a run, by layer and phase: what a sweep goes by.</summary>
/// <param name="Network">Notation of the run's network: it holds for no other.</param>
/// <param name="Shares">Products of a layer and phase, and those with a zero operand.</param>
public sealed record Densities(
    string Network, IReadOnlyDictionary<(string Layer, string Phase), (long Products, long Zeros)> Shares)
{
    /// <summary>Reads a run's folder or its JSON file; the run has to have counted zeros.</summary>
    public static Densities Read(string run)
    {
        string path = Directory.Exists(run) ? Path.Combine(run, "run.json") : run;
        if (JsonText.Parse(JsonText.ReadFile(path), path) is not JsonObject json || json["network"] is not JsonValue)
            throw new InputException($"--densities: {path} is not the result of a run");
        return json["zeros"] is JsonObject zeros
            ? Of(new() { ["network"] = $"{json["network"]}", ["layers"] = zeros["layers"]?.DeepClone() })
            : throw new InputException($"--densities: {path} has no counts of zeros; train --zeros makes them");
    }

    /// <summary>From what Description made.</summary>
    internal static Densities Of(JsonObject description) => new($"{description["network"]}", description["layers"]!.AsArray().ToDictionary(
        layer => ($"{layer!["name"]}", $"{layer["phase"]}"),
        layer => (layer!["peProducts"]!.GetValue<long>(), layer["zeroProducts"]!.GetValue<long>())));

    /// <summary>All of it, for a sweep's database.</summary>
    internal JsonObject Description => new()
    {
        ["network"] = Network,
        ["layers"] = new JsonArray([.. Shares.Select(share => new JsonObject
        {
            ["name"] = share.Key.Layer, ["phase"] = share.Key.Phase,
            ["peProducts"] = share.Value.Products, ["zeroProducts"] = share.Value.Zeros,
        })]),
    };

    /// <summary>Products with a zero operand that a layer and phase of so many products has in proportion, rounded down.</summary>
    public long Zeros(string layer, string phase, long products) =>
        Shares.TryGetValue((layer, phase), out var share) && share.Products > 0
            ? (long)((Int128)products * share.Zeros / share.Products)
            : 0;
}
