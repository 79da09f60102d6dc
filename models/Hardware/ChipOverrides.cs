using System.Text.Json;
using System.Text.Json.Nodes;
using WageSim.Models.Files;

namespace WageSim.Models.Hardware;

/// <summary>Changes KEY=VALUE to a chip file's JSON, and which of them an error is about.</summary>
internal sealed class ChipOverrides
{
    private readonly List<(string Key, string Text)> applied = [];
    private readonly string source;

    public ChipOverrides(JsonObject chip, string source, IEnumerable<string> overrides)
    {
        this.source = source;
        foreach (string text in overrides) Apply(chip, text);
        ExpandDram(chip);
    }

    /// <summary>The last override that set a key, what it lies in or a part of it; else the file.</summary>
    public string SourceOf(string key)
    {
        string? text = applied.LastOrDefault(change => Within(change.Key, key) || Within(key, change.Key)).Text;
        return text is null ? source : $"--set {text}";

        static bool Within(string part, string whole) => part == whole || part.StartsWith(whole + ".", StringComparison.Ordinal);
    }

    private void Apply(JsonObject chip, string text)
    {
        int equals = text.IndexOf('=');
        if (equals <= 0) throw new InputException($"--set {text}: KEY=VALUE is expected, such as rows=32");
        string key = text[..equals].Trim(), value = text[(equals + 1)..].Trim();
        bool isText = key == "dram" || ChipRules.Chip.GetValueOrDefault(key)?.Kind == JsonValueKind.String;
        if (key != "dram" && !ChipRules.Chip.ContainsKey(key))
        {
            string nearest = Spelling.Nearest(key, ChipRules.Chip.Keys.Append("dram"));
            throw new InputException($"--set {text}: {key}: unknown key; did you mean {nearest}?");
        }
        bool isInDram = key.StartsWith("dram.", StringComparison.Ordinal);
        if (isInDram) ExpandDram(chip);
        string[] parts = key.Split('.');
        var parent = chip;
        foreach (string part in parts[..^1])
        {
            if (!parent.ContainsKey(part)) parent[part] = new JsonObject();
            // Where the file holds something else than an object, the check of the file says so.
            if (parent[part] is not JsonObject child) return;
            parent = child;
        }
        parent[parts[^1]] = isText && !value.StartsWith('{') ? JsonValue.Create(value) : Value(value, text);
        applied.Add((key, text));
        if (isInDram) RenameDram(chip["dram"]!.AsObject());
    }

    // A changed set must not go by the name of the published one.
    private static void RenameDram(JsonObject dram)
    {
        if (dram["name"] is JsonValue name && DramSets.Names.Contains(name.ToString()))
            dram["name"] = $"{name}-modified";
    }

    // What is no JSON is a string, and the check of its field says what is expected.
    private static JsonNode? Value(string value, string text)
    {
        try
        {
            return JsonText.Parse(value, $"--set {text}");
        }
        catch (InputException) when (!value.StartsWith('{'))
        {
            return JsonValue.Create(value);
        }
    }

    // A set's name gives way to its fields, so that they can be changed one by one.
    private void ExpandDram(JsonObject chip)
    {
        if (chip["dram"] is JsonValue value && value.GetValueKind() == JsonValueKind.String)
            chip["dram"] = DramSets.Json(value.GetValue<string>(), $"{SourceOf("dram")}: dram");
    }
}
