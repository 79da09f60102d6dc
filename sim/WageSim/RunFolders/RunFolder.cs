using System.Globalization;
using System.Text;
using System.Text.Json;
using WageSim.CommandLine;
using WageSim.Models;
using WageSim.Reports;

namespace WageSim.RunFolders;

/// <summary>A run's folder: its record, the two newest checkpoints, a line an epoch, and at the end its result and weights.</summary>
/// <remarks>
/// Files appear whole under their names, by renaming, and in an order in which every state that a crash can leave is one to go on from.
/// </remarks>
public sealed class RunFolder(IRunStorage storage) : IDisposable
{
    public const string RecordName = "record.json", EpochsName = "epochs.jsonl", ResultName = "run.json", WeightsName = "weights.npz",
        TimelineName = "timeline.json";

    private const string CheckpointStart = "checkpoint-", CheckpointEnd = ".wsc", Partial = ".partial";
    private const int Kept = 2;

    private int epochsWritten = -1;

    /// <summary>Throws where a command's own output would take the place of a file of a run; null is no output.</summary>
    public static void CheckApart(string run, params ReadOnlySpan<string?> outputs)
    {
        foreach (string? output in outputs)
        {
            if (!string.IsNullOrEmpty(output) && IsOwn(Path.GetFileName(output)) && Full(Path.Combine(output, "..")) == Full(run))
                throw new InputException($"{output}: is a file of the run itself; another name is expected");
        }

        static string Full(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
    }

    /// <summary>The folder, as messages name it.</summary>
    public string Name => storage.Folder;

    /// <summary>Whether the run has come to its end, with all its files.</summary>
    public bool IsFinished => storage.Names().Contains(ResultName);

    /// <summary>Begins a run in a folder that has none.</summary>
    public void Begin(RunRecord record)
    {
        var names = storage.Names();
        string? run = names.FirstOrDefault(name => name != EpochsName && IsOwn(name));
        if (run is not null)
            throw new InputException($"--out: {Name} has a run already ({run}); --resume {Name} goes on with it, or give another folder");
        RemovePartial();
        Put(RecordName, SealedJson.Seal(record));
    }

    /// <summary>Takes a run up again: what a crash left half-written goes.</summary>
    public void TakeUp() => RemovePartial();

    /// <summary>What the run is.</summary>
    public RunRecord Record()
    {
        if (!storage.Names().Contains(RecordName))
            throw new InputException($"{Name}: has no run: {RecordName} is missing; train --out {Name} begins one");
        string where = Where(RecordName);
        var json = SealedJson.Open(Read(RecordName), where);
        string? format = json["format"]?.GetValue<string>();
        if (format != RunRecord.FormatName)
            throw new InputException($"{where}: is of another version: {format}; this program reads {RunRecord.FormatName}");
        return json.Deserialize<RunRecord>(OutputFile.JsonOptions)!;
    }

    /// <summary>The newest checkpoint and the name of its file, or null; a damaged one is an error, which says how to go on.</summary>
    public (string File, Checkpoint Checkpoint)? Newest()
    {
        string[] names = Checkpoints();
        if (names.Length == 0) return null;
        try
        {
            return (names[^1], Decode(names[^1]));
        }
        catch (InputException error) when (names.Length > 1)
        {
            throw new InputException($"{error.Message}; {names[^2]} before it {Whole(names[^2])}", error);
        }
    }

    /// <summary>Writes a checkpoint; only when it is complete, the oldest goes.</summary>
    /// <returns>The name of its file.</returns>
    public string Save(Checkpoint checkpoint)
    {
        string[] before = Checkpoints();
        int number = before.Length == 0 ? 1 : NumberOf(before[^1])!.Value + 1;
        string name = CheckpointStart + number.ToString("D6", CultureInfo.InvariantCulture) + CheckpointEnd;
        Put(name, checkpoint.Encode());
        foreach (string old in before.SkipLast(Kept - 1)) Try(old, () => storage.Delete(old));
        return name;
    }

    /// <summary>Writes the results of complete epochs, a line of JSON each.</summary>
    public void WriteEpochs(IList<EpochResult> epochs)
    {
        if (epochs.Count == epochsWritten) return;
        string[] lines = [.. epochs.Select(epoch => JsonSerializer.Serialize(epoch, JsonSerializerOptions.Web) + "\n")];
        Put(EpochsName, Encoding.UTF8.GetBytes(string.Concat(lines)));
        epochsWritten = epochs.Count;
    }

    /// <summary>Writes the timeline of a step, weights and, last, the result: where that is, the run is finished.</summary>
    public void Finish(RunResult result, TimelineResult timeline, byte[] weights)
    {
        Put(TimelineName, JsonSerializer.SerializeToUtf8Bytes(timeline, JsonSerializerOptions.Web));
        Put(WeightsName, weights);
        Put(ResultName, Encoding.UTF8.GetBytes(OutputFile.Json(result)));
    }

    /// <summary>The result of a finished run, as it was written.</summary>
    public byte[] Result() => Read(ResultName);

    public void Dispose() => storage.Dispose();

    private string Whole(string name)
    {
        try
        {
            Decode(name);
            return $"is whole: to go on from there, remove {Where(Checkpoints()[^1])} and resume again";
        }
        catch (InputException)
        {
            return "is damaged, too";
        }
    }

    private Checkpoint Decode(string name) => Checkpoint.Decode(Read(name), Where(name));

    private string[] Checkpoints() => [.. storage.Names().Where(name => NumberOf(name) is not null).OrderBy(NumberOf)];

    private static bool IsOwn(string name) =>
        name is RecordName or EpochsName or ResultName or WeightsName or TimelineName || NumberOf(name) is not null;

    private static int? NumberOf(string name) =>
        name.StartsWith(CheckpointStart, StringComparison.Ordinal) && name.EndsWith(CheckpointEnd, StringComparison.Ordinal)
        && int.TryParse(
            name[CheckpointStart.Length..^CheckpointEnd.Length], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : null;

    private void RemovePartial()
    {
        foreach (string name in storage.Names().Where(name => name.EndsWith(Partial, StringComparison.Ordinal)))
            Try(name, () => storage.Delete(name));
    }

    private void Put(string name, byte[] bytes)
    {
        string partial = name + Partial;
        try
        {
            Try(name, () => storage.Write(partial, bytes));
            Try(name, () => storage.Rename(partial, name));
        }
        catch (InputException)
        {
            // A full disk: what was begun only takes room from what is whole.
            if (storage.Names().Contains(partial)) Try(partial, () => storage.Delete(partial));
            throw;
        }
    }

    private byte[] Read(string name)
    {
        try
        {
            return storage.Read(name);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{Where(name)}: cannot be read: {error.Message.ReplaceLineEndings(" ")}", error);
        }
    }

    private void Try(string name, Action action)
    {
        try
        {
            action();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{Where(name)}: cannot be written: {error.Message.ReplaceLineEndings(" ")}", error);
        }
    }

    private string Where(string name) => Path.Combine(Name, name);
}
