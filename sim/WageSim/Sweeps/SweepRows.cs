using System.Globalization;
using Microsoft.Data.Sqlite;
using WageSim.Reports;

namespace WageSim.Sweeps;

/// <summary>The rows of a sweep's database → points.</summary>
internal sealed class SweepRows(SqliteConnection connection)
{
    /// <summary>All points in their order.</summary>
    public IReadOnlyList<SweepPoint> Read()
    {
        var parameters = Grouped("SELECT point, name, value FROM parameter ORDER BY point, position", row => row.GetString(2));
        var energy = Grouped("SELECT point, component, pj FROM energy ORDER BY point, component", Decimal);
        var area = Grouped("SELECT point, component, um2 FROM area ORDER BY point, component", Decimal);
        var states = Grouped("SELECT point, name, cycles FROM state ORDER BY point, name", row => row.GetInt64(2));
        var activity = Grouped("SELECT point, name, count FROM activity ORDER BY point, name", row => row.GetInt64(2));
        var dram = Grouped("SELECT point, name, count FROM dram ORDER BY point, name", row => row.GetInt64(2));
        var layers = Layers();
        return Rows("SELECT * FROM point ORDER BY point", row =>
        {
            int point = row.GetInt32(0);
            return new SweepPoint
            {
                Point = point, Status = Enum.Parse<SweepStatus>(row.GetString(1), ignoreCase: true), Reason = row.GetString(2),
                Parameters = parameters[point],
                Figures = row.IsDBNull(3) ? null : new()
                {
                    Chip = row.GetString(3), Instructions = row.GetInt64(4), DramBytes = row.GetInt64(5), Cycles = row.GetInt64(6),
                    Seconds = row.GetDouble(7), Macs = row.GetInt64(8), PeProducts = row.GetInt64(9), Utilization = row.GetDouble(10),
                    EnergyPicojoules = Number(row.GetString(11)), AreaSquareMicrons = Number(row.GetString(12)),
                    EnergyDelay = row.GetDouble(13),
                    EnergyComponents = Map(energy, point), AreaComponents = Map(area, point), States = Map(states, point),
                    Activity = Map(activity, point), Dram = Map(dram, point), Layers = layers[point],
                },
            };
        });
    }

    private Dictionary<int, List<SweepLayer>> Layers()
    {
        var states = Counts("SELECT point, position, name, cycles FROM layer_state ORDER BY point, position, name");
        var activity = Counts("SELECT point, position, name, count FROM layer_activity ORDER BY point, position, name");
        return Rows("SELECT * FROM layer ORDER BY point, position", row =>
        {
            var at = (Point: row.GetInt32(0), row.GetInt32(1));
            return (at.Point, Layer: new SweepLayer(row.GetString(2), row.GetString(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6),
                row.GetDouble(7), Number(row.GetString(8)), states.GetValueOrDefault(at, []), activity.GetValueOrDefault(at, [])));
        }).GroupBy(row => row.Point).ToDictionary(group => group.Key, group => group.Select(row => row.Layer).ToList());
    }

    private Dictionary<(int, int), Dictionary<string, long>> Counts(string query) =>
        Rows(query, row => (At: (row.GetInt32(0), row.GetInt32(1)), Name: row.GetString(2), Value: row.GetInt64(3)))
            .GroupBy(row => row.At).ToDictionary(group => group.Key, group => group.ToDictionary(row => row.Name, row => row.Value));

    private Dictionary<int, List<KeyValuePair<string, T>>> Grouped<T>(string query, Func<SqliteDataReader, T> value) =>
        Rows(query, row => (Point: row.GetInt32(0), Entry: KeyValuePair.Create(row.GetString(1), value(row))))
            .GroupBy(row => row.Point).ToDictionary(group => group.Key, group => group.Select(row => row.Entry).ToList());

    private static Dictionary<string, T> Map<T>(Dictionary<int, List<KeyValuePair<string, T>>> groups, int point) =>
        groups.GetValueOrDefault(point, []).ToDictionary();

    private List<T> Rows<T>(string query, Func<SqliteDataReader, T> read)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // all text is ours
        command.CommandText = query;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(read(reader));
        return rows;
    }

    private static decimal Decimal(SqliteDataReader row) => Number(row.GetString(2));

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
