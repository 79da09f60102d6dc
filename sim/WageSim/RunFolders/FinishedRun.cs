using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using WageSim.CommandLine;
using WageSim.Models;
using WageSim.Models.Files;
using WageSim.Models.Hardware;
using WageSim.Reports;
using WageSim.Reports.RunReports;

namespace WageSim.RunFolders;

/// <summary>A finished run read back: the folder of one, or the results of `train --json`; what does not fit together is refused.</summary>
public static class FinishedRun
{
    // A key that is missing, or null where there must be a value, is an error.
    private static readonly JsonSerializerOptions reading = new(OutputFile.JsonOptions) { RespectNullableAnnotations = true };

    // Results of other commands are known by what no run has.
    private static readonly (string Key, string Command)[] others =
        [("topology", "time --topology"), ("goldenPassesChecked", "infer"), ("activities", "run"), ("bounds", "compile")];

    /// <summary>Reads a run.</summary>
    /// <param name="name">What the report calls it.</param>
    public static ReportRun Read(string path, string name)
    {
        if (!Directory.Exists(path))
        {
            string text = JsonText.ReadFile(path);
            return Of(name, path, path, text, null, null);
        }
        using var folder = new RunFolder(DiskStorage.ToRead(path));
        var record = folder.Record();
        if (!folder.IsFinished)
            throw new InputException(
                $"{path}: the run is not finished: {RunFolder.ResultName} is missing; train --resume {path} goes on with it");
        string result = Encoding.UTF8.GetString(folder.Result());
        return Of(name, path, Path.Combine(path, RunFolder.ResultName), result, record, Timeline(path));
    }

    private static ReportRun Of(string name, string where, string file, string text, RunRecord? record, TimelineResult? timeline)
    {
        var keys = (JsonText.Parse(text, file) as JsonObject ?? []).Select(entry => entry.Key).ToHashSet();
        foreach (var (key, command) in others)
            if (keys.Contains(key))
                throw new InputException(
                    $"{file}: is the result of {command}; that of train --json or time --network --json, or a run's folder, is expected");
        var result = Parse<RunResult>(text, file, RunResult.CurrentVersion, "the result of a training run");
        Check(result, file);
        return new(name, where, result, ChipFile.Parse(result.ChipDescription.ToJsonString(), $"{file}: chipDescription", []), record,
            timeline);
    }

    private static TimelineResult? Timeline(string folder)
    {
        string file = Path.Combine(folder, RunFolder.TimelineName);
        if (!File.Exists(file)) return null;
        var timeline = Parse<TimelineResult>(JsonText.ReadFile(file), file, TimelineResult.CurrentVersion, "a step's timeline");
        var counts = timeline.Units.SelectMany(unit => unit.States.Values).Append(timeline.DramReadBytes).Append(timeline.DramWriteBytes);
        return counts.All(count => count.Count == timeline.Buckets)
            ? timeline
            : throw new InputException($"{file}: is damaged: not every list has {timeline.Buckets} buckets");
    }

    private static T Parse<T>(string text, string file, int version, string what)
    {
        var node = JsonText.Parse(text, file);
        if (node is not JsonObject json || json["version"] is not JsonValue value || !value.TryGetValue(out int found))
            throw new InputException($"{file}: is not {what}: it has no version");
        if (found != version) throw new InputException($"{file}: is of another version: {found}; this program reads {version}");
        if (HoldsNull(json)) throw new InputException($"{file}: is damaged: a list has an entry null");
        try
        {
            return json.Deserialize<T>(reading)!;
        }
        catch (JsonException error)
        {
            string fault = error.Message.Split(" Path:")[0].Replace(typeof(T).FullName!, "the file").ReplaceLineEndings(" ");
            throw new InputException($"{file}: is not {what}{(error.Path is { Length: > 1 } at ? $" at {at[2..]}" : "")}: {fault}", error);
        }
    }

    // Page, tables and charts show parts beside their sums: they must be those of the file.
    private static void Check(RunResult result, string file)
    {
        var energy = result.Energy;
        Equal("energy.totalPicojoules", energy.TotalPicojoules, "energyPicojoules", result.EnergyPicojoules);
        Equal("energy.components", energy.Components.Values.Sum(), "their total", energy.TotalPicojoules);
        Equal("energy.parts", energy.Parts.Sum(part => part.Picojoules), "their total", energy.TotalPicojoules);
        Equal("energy.layers", energy.Layers.Sum(layer => layer.Picojoules), "their total", energy.TotalPicojoules);
        Equal("layers' energyPicojoules", result.Layers.Sum(layer => layer.EnergyPicojoules), "their total", result.EnergyPicojoules);
        Equal("layers' cycles", result.Layers.Sum(layer => layer.Cycles), "their total", result.Cycles);
        Equal("layers' macs", result.Layers.Sum(layer => layer.Macs), "their total", result.Macs);
        Equal("layers' peProducts", result.Layers.Sum(layer => layer.PeProducts), "their total", result.PeProducts);
        // What is only timed has no epochs.
        decimal times = result.IsTimeOnly ? 0 : 1, energies = result.Epochs.Sum(epoch => epoch.EnergyPicojoules);
        Equal("epochs' energyPicojoules", energies, "their total", times * result.EnergyPicojoules);
        Equal("epochs' cycles", result.Epochs.Sum(epoch => epoch.Cycles), "their total", times * result.Cycles);
        Equal("epochs' macs", result.Epochs.Sum(epoch => epoch.Macs), "their total", times * result.Macs);
        if (result.Zeros is { } zeros)
        {
            Equal("zeros' peProducts", zeros.Layers.Sum(layer => layer.PeProducts), "their total", zeros.PeProducts);
            Equal("zeros' zeroProducts", zeros.Layers.Sum(layer => layer.ZeroProducts), "their total", zeros.ZeroProducts);
        }
        Equal("area.components", result.Area.Components.Values.Sum(), "their total", result.Area.TotalSquareMicrons);
        Equal("area.tree", result.Area.Tree.SquareMicrons, "area.totalSquareMicrons", result.Area.TotalSquareMicrons);
        if (result.NeededArea is { } needed)
            Equal("neededArea's onChip", needed.Sum(part => part.OnChip), "area.totalSquareMicrons", result.Area.TotalSquareMicrons);

        Equal("area.tree's leaves", Leaves(result.Area.Tree), "the tree", result.Area.Tree.SquareMicrons);

        void Equal(string what, decimal found, string other, decimal expected)
        {
            if (found != expected)
                throw new InputException($"{file}: is damaged or was changed: {what} come to {found}, {other} to {expected}");
        }
    }

    private static decimal Leaves(AreaNodeResult node) =>
        node.Children.Count == 0 ? node.SquareMicrons : node.Children.Sum(Leaves);

    private static bool HoldsNull(JsonNode? node) => node switch
    {
        JsonArray array => array.Any(entry => entry is null || HoldsNull(entry)),
        JsonObject json => json.Any(field => HoldsNull(field.Value)),
        _ => false,
    };
}
