using System.Text.Json;
using System.Text.Json.Nodes;
using WageSim.CommandLine;
using WageSim.Models.Costs;
using WageSim.Models.Hardware;

namespace WageSim.Runs;

/// <summary>What a run was asked to do, kept so that it can be asked again from any folder.</summary>
internal static class AskedSettings
{
    /// <summary>Settings with whole paths; without the folder and the command, and the threads, which are the computer's.</summary>
    public static JsonObject Write(TrainSettings settings)
    {
        string? data = settings.Data;
        int colon = data?.IndexOf(':') ?? -1;
        var asked = settings with
        {
            Data = colon < 0 ? data : data![..(colon + 1)] + Path.GetFullPath(data[(colon + 1)..]),
            Chip = settings.Chip is null || ChipFile.Presets.Contains(settings.Chip) ? settings.Chip : Path.GetFullPath(settings.Chip),
            Prices = settings.Prices is not { } prices || PriceTable.Names.Contains(prices) ? settings.Prices : Path.GetFullPath(prices),
            Weights = settings.Weights is null ? null : Path.GetFullPath(settings.Weights),
        };
        var json = (JsonObject)JsonSerializer.SerializeToNode(asked, OutputFile.JsonOptions)!;
        foreach (string own in (string[])["out", "resume", "command", "threads"]) json.Remove(own);
        return json;
    }

    /// <summary>The same, to be asked again.</summary>
    public static TrainSettings Read(JsonObject asked) => asked.Deserialize<TrainSettings>(OutputFile.JsonOptions)!;
}
