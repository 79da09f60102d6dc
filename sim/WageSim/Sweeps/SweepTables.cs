using WageSim.CommandLine;
using WageSim.Reports;

namespace WageSim.Sweeps;

/// <summary>The results of a sweep as CSV files: points.csv, layers.csv and counts.csv.</summary>
internal static class SweepTables
{
    private const string PointsName = "points.csv", LayersName = "layers.csv", CountsName = "counts.csv";

    public static IReadOnlyList<string> Names { get; } = [PointsName, LayersName, CountsName];

    /// <summary>Writes all of them into a folder.</summary>
    public static void Write(string folder, IReadOnlyList<SweepPoint> points)
    {
        OutputFile.MakeFolder(folder);
        OutputFile.Write(Path.Combine(folder, PointsName), Points(points));
        OutputFile.Write(Path.Combine(folder, LayersName), Layers(points));
        OutputFile.Write(Path.Combine(folder, CountsName), Counts(points));
    }

    /// <summary>A row a point.</summary>
    public static string Points(IReadOnlyList<SweepPoint> points)
    {
        string[] parameters = [.. Distinct(points, point => point.Parameters.Select(entry => entry.Key))];
        string[] energy = [.. Distinct(points, point => point.Figures?.EnergyComponents.Keys)];
        string[] area = [.. Distinct(points, point => point.Figures?.AreaComponents.Keys)];
        string[] states = [.. Distinct(points, point => point.Figures?.States.Keys).Order(StringComparer.Ordinal)];
        var csv = new CsvText([
            "point", "status", "reason", .. parameters, "cycles", "seconds", "macs", "pe_products", "utilization",
            "energy_pj", "area_um2", "energy_delay_js", "instructions", "dram_bytes", .. energy.Select(name => $"energy_pj.{name}"),
            .. area.Select(name => $"area_um2.{name}"), .. states.Select(name => $"cycles.{name}")]);
        foreach (var point in points)
        {
            var figures = point.Figures;
            var given = point.Parameters.ToDictionary();
            csv.Row([
                point.Point, SweepDatabase.Word(point.Status), point.Reason, .. parameters.Select(name => given.GetValueOrDefault(name)),
                figures?.Cycles, figures?.Seconds, figures?.Macs, figures?.PeProducts, figures?.Utilization, figures?.EnergyPicojoules,
                figures?.AreaSquareMicrons, figures?.EnergyDelay, figures?.Instructions, figures?.DramBytes,
                .. energy.Select(name => figures?.EnergyComponents.GetValueOrDefault(name)),
                .. area.Select(name => figures?.AreaComponents.GetValueOrDefault(name)),
                .. states.Select(name => figures?.States.GetValueOrDefault(name))]);
        }
        return $"{csv}";
    }

    /// <summary>A row a layer and phase of a point that was run.</summary>
    public static string Layers(IReadOnlyList<SweepPoint> points)
    {
        var layerStates = Distinct(points, point => point.Figures?.Layers.SelectMany(layer => layer.States.Keys));
        string[] states = [.. layerStates.Order(StringComparer.Ordinal)];
        var csv = new CsvText([
            "point", "layer", "phase", "cycles", "macs", "pe_products", "utilization", "energy_pj",
            .. states.Select(name => $"cycles.{name}")]);
        foreach (var point in points)
            foreach (var layer in point.Figures?.Layers ?? [])
                csv.Row([point.Point, layer.Layer, layer.Phase, layer.Cycles, layer.Macs, layer.PeProducts, layer.Utilization,
                    layer.EnergyPicojoules, .. states.Select(name => (object?)layer.States.GetValueOrDefault(name))]);
        return $"{csv}";
    }

    /// <summary>A row a count of a point: activities by layer and phase, and what the DRAM did.</summary>
    public static string Counts(IReadOnlyList<SweepPoint> points)
    {
        var csv = new CsvText("point", "layer", "phase", "name", "count");
        foreach (var point in points)
        {
            if (point.Figures is not { } figures) continue;
            foreach (var layer in figures.Layers)
                foreach (var (name, count) in layer.Activity.OrderBy(entry => entry.Key, StringComparer.Ordinal))
                    csv.Row(point.Point, layer.Layer, layer.Phase, name, count);
            var dram = figures.Dram.Select(entry => KeyValuePair.Create($"dram.{entry.Key}", entry.Value));
            foreach (var (name, count) in figures.Activity.Concat(dram).OrderBy(entry => entry.Key, StringComparer.Ordinal))
                csv.Row(point.Point, "", "", name, count);
        }
        return $"{csv}";
    }

    private static IEnumerable<string> Distinct(IReadOnlyList<SweepPoint> points, Func<SweepPoint, IEnumerable<string>?> names) =>
        points.SelectMany(point => names(point) ?? []).Distinct();
}
