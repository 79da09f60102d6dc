using System.Text.Json.Nodes;
using WageSim.Models.Files;

namespace WageSim.Models.Hardware;

/// <summary>The named DRAM parameter sets of Hardware/dram.</summary>
public static class DramSets
{
    private const string Folder = "Hardware.dram";

    /// <summary>Names of all sets.</summary>
    public static IReadOnlyList<string> Names => Resources.Names(Folder);

    /// <summary>The set of a name.</summary>
    public static DramTiming Load(string name)
    {
        var file = new RecordFile(ChipRules.Dram, _ => $"{name}.json");
        var dram = file.Read<DramTiming>(Json(name, "DRAM"));
        ChipRules.CheckTogether(dram, file, "");
        return dram;
    }

    /// <summary>The set of a name as a JSON object; an unknown name is an error that begins with `where`.</summary>
    internal static JsonObject Json(string name, string where) => Names.Contains(name)
        ? JsonText.Parse(Resources.Text(Folder, name), $"{name}.json")!.AsObject()
        : throw new InputException(
            $"{where}: unknown set '{name}'; did you mean {Spelling.Nearest(name, Names)}? Sets are {string.Join(", ", Names)}");
}
