using System.Text.Json;
using System.Text.Json.Nodes;
using WageSim.Models.Files;

namespace WageSim.Models.Hardware;

/// <summary>Chip files: JSON ↔ <see cref="Chip"/>. Keys are the names in Chip.cs in camel case, ranges those of ChipRules.</summary>
public static class ChipFile
{
    private const string Folder = "Hardware.presets", DescriptionKey = "description";

    /// <summary>Names of the chips that come with the simulator.</summary>
    public static IReadOnlyList<string> Presets => Resources.Names(Folder);

    /// <summary>Keys that a change KEY=VALUE may set, dram for a whole set among them.</summary>
    public static IReadOnlyList<string> Keys { get; } =
        [.. ChipRules.Chip.Keys.Where(key => key is not ("name" or DescriptionKey)), "dram"];

    /// <summary>A preset or a file, with changes KEY=VALUE such as scratchpad.banks=8.</summary>
    public static Chip Load(string presetOrPath, IEnumerable<string> overrides)
    {
        if (Presets.Contains(presetOrPath)) return Parse(Resources.Text(Folder, presetOrPath), $"{presetOrPath}.json", overrides);
        bool isPath = Path.Exists(presetOrPath) || presetOrPath.Contains('/') || presetOrPath.Contains('\\')
            || presetOrPath.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
        return isPath ? Parse(JsonText.ReadFile(presetOrPath), presetOrPath, overrides) : throw Unknown(presetOrPath);
    }

    /// <summary>Reads and checks a chip; `source` names the file in errors.</summary>
    public static Chip Parse(string json, string source, IEnumerable<string> overrides)
    {
        var node = JsonText.Parse(json, source);
        var changes = node is JsonObject chipObject ? new ChipOverrides(chipObject, source, overrides) : null;
        var file = new RecordFile(ChipRules.Chip, key => changes?.SourceOf(key) ?? source);
        if (node is JsonObject found) CheckSpecial(found, file);
        var chip = file.Read<Chip>(node);
        ChipRules.CheckTogether(chip, file);
        return chip;
    }

    /// <summary>A chip as the text of a file; a DRAM set that has a name goes by it.</summary>
    public static string Write(Chip chip)
    {
        var json = RecordFile.Write(chip);
        if (DramSets.Names.Contains(chip.Dram.Name) && DramSets.Load(chip.Dram.Name) == chip.Dram) json["dram"] = chip.Dram.Name;
        return JsonText.Write(json);
    }

    /// <summary>What a preset is, in one line.</summary>
    public static string Description(string preset) => Presets.Contains(preset)
        ? JsonText.Parse(Resources.Text(Folder, preset), preset)![DescriptionKey]!.GetValue<string>()
        : throw Unknown(preset);

    // The two keys that the record does not show: a description, which the chip does not carry because overrides would make it untrue,
    // and the choice of a DRAM set by name.
    private static void CheckSpecial(JsonObject chip, RecordFile file)
    {
        if (chip.TryGetPropertyValue(DescriptionKey, out var description))
        {
            string? fault = ChipRules.Chip[DescriptionKey].Fault(JsonSerializer.SerializeToElement(description));
            if (fault is not null) throw file.Fault(DescriptionKey, fault);
            chip.Remove(DescriptionKey);
        }
        if (chip["dram"] is JsonObject) return;
        string found = chip.TryGetPropertyValue("dram", out var dram)
            ? $"{FieldRule.KindName(dram?.GetValueKind() ?? JsonValueKind.Null)} is found"
            : "missing";
        throw file.Fault("dram",
            $"{found}; the name of a set ({string.Join(", ", DramSets.Names)}) or an object with its fields is expected");
    }

    private static InputException Unknown(string name) => new(
        $"chip '{name}': unknown; did you mean {Spelling.Nearest(name, Presets)}? " +
        $"Presets are {string.Join(", ", Presets)}; a path to a JSON file is the other choice");
}
