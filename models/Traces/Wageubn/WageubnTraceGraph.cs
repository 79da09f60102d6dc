using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using WageSim.Models.Networks.Residual;

namespace WageSim.Models.Traces.Wageubn;

/// <summary>The lists in a WAGEUBN trace.json that spell its network out, layer by layer and normalisation by normalisation.</summary>
internal static partial class WageubnTraceGraph
{
    private const string Reads = "reads";

    /// <summary>A layer's kernel and stride (not of the dense layer), channels, and the array it reads.</summary>
    public static JsonObject Of(ResidualLayer layer)
    {
        var spelled = new JsonObject();
        if (!layer.Weights.IsLast) (spelled["kernel"], spelled["stride"]) = (layer.Weights.Kernel, layer.Weights.Stride);
        (spelled["in"], spelled["out"]) = (layer.Weights.Input.Channels, layer.Weights.OutputChannels);
        spelled[Reads] = layer.Reads;
        return spelled;
    }

    /// <summary>A normalisation's channels, and the sum of arrays it reads.</summary>
    public static JsonObject Of(ResidualNetwork network, NormLayer norm)
    {
        string reads = $"accumulator/{norm.Layer}";
        if (network.Layers[norm.Layer].Pool is { } pool) reads = $"max pool {pool.Size}x{pool.Size}/{pool.Stride} of {reads}";
        if (norm.Projection is { } projection) reads += $" + accumulator/{projection}";
        if (norm.Identity is { } identity) reads += $" + stream/{identity}";
        return new() { ["channels"] = norm.Shape.Channels, [Reads] = reads };
    }

    /// <summary>Throws where a file's lists say something else than its notation.</summary>
    public static void Check(TraceKeys keys, ResidualNetwork network)
    {
        keys.Objects("layers", network.Layers.Count, "layer",
            (l, element) => Fault(Of(network.Layers[l]), element, network.Layers[l].Place));
        keys.Objects("norms", network.Norms.Count, "normalisation",
            (n, element) => Fault(Of(network, network.Norms[n]), element, network.Norms[n].Place));
    }

    private static string? Fault(JsonObject expected, JsonElement actual, string place)
    {
        foreach (var (key, value) in expected)
        {
            string said = actual.TryGetProperty(key, out var element) ? JsonSerializer.Serialize(element) : "missing";
            string meant = value!.ToJsonString();
            // Sums may be spelled in any order and with other words between.
            bool agrees = key == Reads ? Arrays(said).SetEquals(Arrays(meant)) : said == meant;
            if (!agrees) return $"{key} is {said}; {place} of the network has {Plain(meant)}";
        }
        return null;

        static HashSet<string> Arrays(string text) => [.. Array().Matches(text).Select(match => match.Value)];

        static string Plain(string json) => json.Replace("\\u002B", "+");
    }

    [GeneratedRegex(@"input|pooled|(activation|accumulator|stream)/\d+")] private static partial Regex Array();
}
