using System.Globalization;
using Microsoft.Data.Sqlite;
using WageSim.CommandLine;
using WageSim.Models;
using WageSim.Reports;
using static WageSim.Sweeps.Sqlite;

namespace WageSim.Sweeps;

/// <summary>The results of a sweep in one SQLite file. A point is written whole or not at all, whenever the process ends.</summary>
/// <remarks>Its methods throw InputException where the file is not ours, of another version, damaged or cannot be written.</remarks>
public sealed class SweepDatabase : IDisposable
{
    public const string FileName = "sweep.db";

    private const string PlanKey = "plan", BuildKey = "version";
    private readonly SqliteConnection connection;
    private readonly string path;

    private SweepDatabase(SqliteConnection connection, string path) => (this.connection, this.path) = (connection, path);

    /// <summary>The plan as it was described when the database was made.</summary>
    public string Plan => Meta(PlanKey);

    /// <summary>Version of the simulator that made it.</summary>
    public string MadeBy => Meta(BuildKey);

    /// <summary>Makes a database; the file appears whole.</summary>
    public static SweepDatabase Create(string path, string plan)
    {
        string partial = path + ".partial";
        File.Delete(partial);
        try
        {
            using (var made = Connect(partial, SqliteOpenMode.ReadWriteCreate))
                Guarded(path, () =>
                {
                    Execute(made, $"PRAGMA application_id = {SweepSchema.ApplicationId}; PRAGMA user_version = {SweepSchema.Version};");
                    Execute(made, SweepSchema.Create);
                    Execute(made, "INSERT INTO sweep VALUES ($a, $b), ($c, $d)", PlanKey, plan, BuildKey, Build.Version);
                });
            File.Move(partial, path, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }
        return Open(path);
    }

    /// <summary>Opens a database and looks at all of its pages.</summary>
    /// <remarks>To write even where it is only read: what a killed process left half-written is taken back first.</remarks>
    public static SweepDatabase Open(string path)
    {
        if (!File.Exists(path)) throw new InputException($"{path}: does not exist; sweep --out makes it");
        var connection = Connect(path, SqliteOpenMode.ReadWrite);
        try
        {
            Guarded(path, () => Check(connection, path));
            return new(connection, path);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Numbers of the points that have results or are known to be invalid.</summary>
    public IReadOnlySet<int> Finished() =>
        Guarded(path, () => Rows("SELECT point FROM point", row => row.GetInt32(0)).ToHashSet());

    /// <summary>Adds points, all or none.</summary>
    public void Write(IEnumerable<SweepPoint> points) => Guarded(path, () =>
    {
        using var transaction = connection.BeginTransaction();
        foreach (var point in points) Write(point);
        transaction.Commit();
        return 0;
    });

    /// <summary>Adds the points of another database of the same sweep that this one has not.</summary>
    public void Gather(string part) => Guarded(part, () =>
    {
        Execute(connection, "ATTACH $a AS part", part);
        try
        {
            using var transaction = connection.BeginTransaction();
            Execute(connection, """
                CREATE TEMP TABLE fresh AS SELECT point FROM part.point WHERE point NOT IN (SELECT point FROM main.point)
                """);
            foreach (string table in SweepSchema.PointTables)
                Execute(connection, $"INSERT INTO main.{table} SELECT * FROM part.{table} WHERE point IN (SELECT point FROM fresh)");
            Execute(connection, "DROP TABLE temp.fresh");
            transaction.Commit();
        }
        finally
        {
            Execute(connection, "DETACH part");
        }
        return 0;
    });

    /// <summary>All points in their order, at one moment where another process adds some.</summary>
    public IReadOnlyList<SweepPoint> Points() => Guarded(path, () =>
    {
        using var moment = connection.BeginTransaction(deferred: true);
        return new SweepRows(connection).Read();
    });

    public void Dispose() => connection.Dispose();

    private void Write(SweepPoint point)
    {
        int id = point.Point;
        var figures = point.Figures;
        Execute(connection, "INSERT INTO point VALUES ($a, $b, $c, $d, $e, $f, $g, $h, $i, $j, $k, $l, $m, $n)",
            id, Word(point.Status), point.Reason, figures?.Chip, figures?.Instructions, figures?.DramBytes,
            figures?.Cycles, figures?.Seconds, figures?.Macs, figures?.PeProducts, figures?.Utilization,
            Text(figures?.EnergyPicojoules), Text(figures?.AreaSquareMicrons), figures?.EnergyDelay);
        Each(point.Parameters, "parameter", (entry, position) => [id, position, entry.Key, entry.Value]);
        if (figures is null) return;
        Each(figures.EnergyComponents, "energy", (entry, _) => [id, entry.Key, Text(entry.Value)]);
        Each(figures.AreaComponents, "area", (entry, _) => [id, entry.Key, Text(entry.Value)]);
        Each(figures.States, "state", (entry, _) => [id, entry.Key, entry.Value]);
        Each(figures.Activity, "activity", (entry, _) => [id, entry.Key, entry.Value]);
        Each(figures.Dram, "dram", (entry, _) => [id, entry.Key, entry.Value]);
        Each(figures.Layers, "layer", (layer, position) =>
        [
            id, position, layer.Layer, layer.Phase, layer.Cycles, layer.Macs, layer.PeProducts, layer.Utilization,
            Text(layer.EnergyPicojoules),
        ]);
        for (int i = 0; i < figures.Layers.Count; i++)
        {
            int at = i;
            Each(figures.Layers[i].States, "layer_state", (entry, _) => [id, at, entry.Key, entry.Value]);
            Each(figures.Layers[i].Activity, "layer_activity", (entry, _) => [id, at, entry.Key, entry.Value]);
        }
    }

    private void Each<T>(IEnumerable<T> items, string table, Func<T, int, object?[]> values)
    {
        SqliteCommand? command = null;
        int position = 0;
        foreach (var item in items)
        {
            object?[] row = values(item, position++);
            command ??= Command(connection, $"INSERT INTO {table} VALUES ({string.Join(", ", row.Select((_, i) => Parameter(i)))})", row);
            for (int i = 0; i < row.Length; i++) command.Parameters[i].Value = row[i] ?? DBNull.Value;
            command.ExecuteNonQuery();
        }
        command?.Dispose();
    }

    private string Meta(string key) =>
        Guarded(path, () => Rows($"SELECT value FROM sweep WHERE key = '{key}'", row => row.GetString(0)).Single());

    private IEnumerable<T> Rows<T>(string query, Func<SqliteDataReader, T> read)
    {
        using var command = Command(connection, query, []);
        using var reader = command.ExecuteReader();
        while (reader.Read()) yield return read(reader);
    }

    internal static string Word(SweepStatus status) => status.ToString().ToLowerInvariant();

    private static string? Text(decimal? value) => value?.ToString(CultureInfo.InvariantCulture);

    private static void Check(SqliteConnection connection, string path)
    {
        if (Scalar(connection, "PRAGMA application_id") is not long id || id != SweepSchema.ApplicationId)
            throw new InputException($"{path}: is not the database of a sweep");
        if (Scalar(connection, "PRAGMA user_version") is not long version || version != SweepSchema.Version)
            throw new InputException(
                $"{path}: is of another version: {Scalar(connection, "PRAGMA user_version")}; this program reads {SweepSchema.Version}");
        if (Scalar(connection, "PRAGMA integrity_check") is not "ok") throw Damaged(path, null);
    }
}
