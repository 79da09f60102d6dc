using System.Text.Json.Nodes;
using WageSim.CommandLine;
using WageSim.Models;
using WageSim.Models.Files;
using WageSim.RunFolders;
using WageSim.Runs;

namespace WageSim.Sweeps;

/// <summary>A sweep's folder: its database, held for one process at a time, and at the end its tables.</summary>
internal sealed class SweepFolder : IDisposable
{
    private readonly DiskStorage storage;

    private SweepFolder(DiskStorage storage, SweepDatabase database) => (this.storage, Database) = (storage, database);

    public SweepDatabase Database { get; }

    /// <summary>Begins a sweep in a folder, or takes it up again; refused where the folder has another.</summary>
    public static SweepFolder Take(string folder, SweepPlan plan)
    {
        var description = plan.Description();
        var storage = DiskStorage.ToWrite(folder, create: true);
        try
        {
            string path = Path.Combine(folder, SweepDatabase.FileName);
            if (!File.Exists(path)) return new(storage, SweepDatabase.Create(path, JsonText.Write(description)));
            var database = SweepDatabase.Open(path);
            try
            {
                if (database.MadeBy != Build.Version)
                    throw new InputException($"{path}: the sweep is of wagesim {database.MadeBy}; this is {Build.Version}, " +
                        "which could take other cycles: only the same version goes on with it");
                var before = (JsonObject)JsonText.Parse(database.Plan, path)!;
                if (RunSettings.Difference(before, description) is { } difference)
                    throw new InputException($"--out: {folder} has another sweep: {difference.Replace(" in the run,", " there,")}; " +
                        "give its settings to go on with it, or another folder");
                return new(storage, database);
            }
            catch
            {
                database.Dispose();
                throw;
            }
        }
        catch
        {
            storage.Dispose();
            throw;
        }
    }

    /// <summary>The database of a folder, to read.</summary>
    public static SweepDatabase Read(string folder)
    {
        if (!Directory.Exists(folder)) throw new InputException($"{folder}: the folder does not exist");
        string path = Path.Combine(folder, SweepDatabase.FileName);
        return File.Exists(path) ? SweepDatabase.Open(path)
            : throw new InputException($"{folder}: has no sweep: {SweepDatabase.FileName} is missing; sweep --out {folder} makes one");
    }

    public void Dispose()
    {
        Database.Dispose();
        storage.Dispose();
    }
}
