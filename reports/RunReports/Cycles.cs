using WageSim.Reports.Charts;
using WageSim.Reports.Pages;
using WageSim.Reports.Tables;

namespace WageSim.Reports.RunReports;

/// <summary>Where the time goes, and how well the arrays are used.</summary>
internal static class Cycles
{
    private static readonly Axis axis = new("cycles", Quantity.Cycles);
    private static readonly Column column = new("cycles", "Cycles", Quantity.Cycles, "Chip cycles of all steps.");

    private static readonly Column partColumn =
        new("part", "Part", Quantity.Text, "Block of the network, numbered from 0, and what of it.");

    public static Section Of(RunSet set) => new("cycles", "Cycles and utilisation",
        "Utilisation is PE products divided by PEs and cycles: 100 % would be a product in every PE in every cycle.",
    [
        new Figure("cycles-by-layer", $"Cycles by {set.Row} and phase", $"A bar a {set.Row}; its parts are the phases of training.",
            width => BarChart.Stacked($"Cycles by {set.Row} and phase", axis, set.Phases, set.ByLayer(part => part.Cycles), width)),
        .. set.Runs.Select((run, i) => Utilisation(set, run, i)),
        set.Compare("cycles-layers", "Cycles by layer and phase", "", [Energy.LayerColumn, Energy.PhaseColumn], column,
            set.LayerPhases.Select(at => (new object?[] { at.Name, at.Phase },
                (IReadOnlyList<object?>)[.. set.Runs.Select(run => (object?)run.Layer(at.Name, at.Phase)?.Cycles)])),
            [.. set.Runs.Select(run => (object?)run.Result.Cycles)]),
        set.Each(run => Layers(run, set.Runs.SelectMany(one => one.Result.Layers).Any(layer => layer.Part is not null))),
    ]);

    private static Figure Utilisation(RunSet set, ReportRun run, int i)
    {
        string title = $"Utilisation by {set.Row} and phase{(set.IsOne ? "" : $": {run.Name}")}";
        return new(set.IsOne ? "utilisation" : $"utilisation-{RunSet.Letter(i)}", title,
            "The darker, the better the arrays are used; phases without products show 0 %, empty cells are no part of the step.",
            width => HeatMap.Draw(title, set.Row, Names(run), "", set.Phases, Values(run, set.Phases, part => part.Utilization),
                Quantity.Share, width, 1));
    }

    /// <summary>A run's values by layer or block (row) and phase (column).</summary>
    public static double?[,] Values(ReportRun run, IReadOnlyList<string> phases, Func<LayerResult, double?> value)
    {
        var names = Names(run);
        var charted = run.Charted().ToDictionary(part => (part.Name, part.Phase));
        var values = new double?[names.Count, phases.Count];
        for (int r = 0; r < names.Count; r++)
            for (int c = 0; c < phases.Count; c++)
                values[r, c] = charted.TryGetValue((names[r], phases[c]), out var part) ? value(part) : null;
        return values;
    }

    /// <summary>A run's layers or blocks.</summary>
    public static IReadOnlyList<string> Names(ReportRun run) => [.. run.Charted().Select(layer => layer.Name).Distinct()];

    private static Table Layers(ReportRun run, bool parts) => new("layers", "Every layer and phase", "",
        [
            Energy.LayerColumn, .. Where(parts, partColumn), Energy.PhaseColumn, column,
            new("macs", "MACs", Quantity.Count, "Multiply-accumulates of the network."),
            new("peProducts", "PE products", Quantity.Count, "Products made by PEs."),
            new("passes", "Passes", Quantity.Number, "PE products of a MAC: more than one where an operand is wider than the PEs."),
            new("utilization", "Utilisation", Quantity.Share, "PE products divided by PEs and cycles."),
            new("dramBytes", "DRAM traffic", Quantity.Bytes, "Bytes of all bursts from and to DRAM."),
            new("energy", "Energy", Quantity.Energy, "Counts times prices."),
            new("picojoulesPerMac", "of a MAC", Quantity.Energy, "Energy divided by MACs."),
            new("power", "Power", Quantity.Power, "Energy divided by the time of these cycles."),
        ],
        [.. run.Result.Layers.Select(part => Row(run, [part.Name, .. Where(parts, part.Part), part.Phase], LayerSum.Of("", [part])))])
    {
        Total = Row(run, ["all", .. Where(parts, ""), ""], LayerSum.Of("", run.Result.Layers)),
    };

    private static T[] Where<T>(bool there, T value) => there ? [value] : [];

    private static object?[] Row(ReportRun run, object?[] words, LayerSum sum) =>
    [
        .. words, sum.Cycles, sum.Macs, sum.PeProducts, sum.Passes, sum.Utilization(run.Pes), sum.DramBytes, sum.EnergyPicojoules,
        sum.Macs == 0 ? null : (double)sum.EnergyPicojoules / sum.Macs,
        sum.Cycles == 0 ? null : (double)sum.EnergyPicojoules * 1e-12 / (sum.Cycles / (run.Chip.ClockMegahertz * 1e6)),
    ];
}
