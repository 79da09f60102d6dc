using WageSim.Reports.Charts;
using WageSim.Reports.Pages;
using WageSim.Reports.Tables;

namespace WageSim.Reports.RunReports;

/// <summary>Where the energy goes.</summary>
internal static class Energy
{
    private static readonly Axis axis = new("energy", Quantity.Energy);
    private static readonly Column column = new("energy", "Energy", Quantity.Energy, "Counts times prices, summed exactly.");

    public static readonly Column LayerColumn = new("layer", "Layer", Quantity.Text, "Layer of the network: kind and position.");
    public static readonly Column PhaseColumn = new("phase", "Phase", Quantity.Text,
        "Part of a training step: forward, loss, error (its way back), gradient (of the weights), update.");

    public static Section Of(RunSet set)
    {
        string[] components =
            [.. set.Runs.SelectMany(run => run.Result.Energy.Components.Keys).Distinct().Where(key =>
                set.Runs.Any(run => At(run, key) != 0))];
        return new("energy", "Energy", "Energy is counts times prices: every event that costs energy is counted by the machine, and the " +
            "price table has what one costs.",
        [
            new Figure("energy-by-component", "Energy by component", "Blocks of the chip, and DRAM; those without energy are left out.",
                width => BarChart.Grouped("Energy by component", axis, set.IsOne ? ["energy"] : set.Names,
                    set.ByKey(components, (run, key) => (double)At(run, key)), width)),
            Operations(set),
            new Figure("energy-by-layer", $"Energy by {set.Row} and phase", $"A bar a {set.Row}; its parts are the phases of training.",
                width => BarChart.Stacked($"Energy by {set.Row} and phase", axis, set.Phases,
                    set.ByLayer(part => (double)part.EnergyPicojoules), width)),
            new Figure("energy-components-by-layer", $"Energy by {set.Row} and component", "The same bars, with the chip's units as parts.",
                width => BarChart.Stacked($"Energy by {set.Row} and component", axis, [.. components.Select(Words.From)],
                    ByLayer(set, components), width)) { IsWide = true },
            set.Compare("energy-components", "Energy by component", "", [ComponentColumn], column,
                components.Select(key => (new object?[] { Words.From(key) }, Values(set, run => At(run, key)))),
                Values(set, run => run.Result.Energy.TotalPicojoules)),
            set.Compare("energy-layers", "Energy by layer and phase", "", [LayerColumn, PhaseColumn], column,
                set.LayerPhases.Select(at =>
                    (new object?[] { at.Name, at.Phase }, Values(set, run => run.Layer(at.Name, at.Phase)?.EnergyPicojoules))),
                Values(set, run => run.Result.Energy.TotalPicojoules)),
            set.Each(Parts),
        ]);
    }

    private static Figure Operations(RunSet set)
    {
        const string title = "Energy of the vector unit by operation";
        string[] items = [.. set.Runs.SelectMany(run => run.Result.Energy.Parts).Where(part => part.Component == "vector")
            .Select(part => part.Item).Distinct()];
        return new("energy-vector", title, "Rounding, clips, quantisation and normalisation; operations that a run has not are left out.",
            width => BarChart.Grouped(title, axis, set.IsOne ? ["energy"] : set.Names,
                [.. items.Select(item => (item, (IReadOnlyList<double>)[.. set.Runs.Select(run => Of(run, item))]))], width))
        {
            IsWide = true,
        };

        static double Of(ReportRun run, string item) => (double)run.Result.Energy.Parts
            .Where(part => part.Component == "vector" && part.Item == item).Sum(part => part.Picojoules);
    }

    private static Column ComponentColumn =>
        new("component", "Component", Quantity.Text, "Block of the chip, or DRAM, that spends the energy.");

    private static Table Parts(ReportRun run) => new("energy-parts", "Every count and its price",
        "The whole energy as counts times prices; where a price follows from entries of the price table, with its arithmetic.",
        [
            ComponentColumn,
            new("item", "Item", Quantity.Text, "What is counted."),
            new("count", "Count", Quantity.Count, "How often it happened in all steps."),
            new("unit", "Unit", Quantity.Text, "What one count is."),
            new("each", "Price", Quantity.Energy, "Energy of one count on this chip."),
            column,
            new("entries", "Entries", Quantity.Text, "Entries of the price table that the price is made of."),
            new("derivation", "Derivation", Quantity.Text, "How the price follows from them."),
        ],
        [.. run.Result.Energy.Parts.Select(part => (object?[])
        [
            Words.From(part.Component), part.Item, part.Count, part.Unit, part.PicojoulesEach, part.Picojoules,
            string.Join(", ", part.Entries), part.Derivation,
        ])])
    {
        Total = ["all", "", null, "", null, run.Result.Energy.TotalPicojoules, "", ""],
    };

    private static IReadOnlyList<BarGroup> ByLayer(RunSet set, string[] components) =>
        [.. set.Runs.SelectMany(Cycles.Names).Distinct().Select(row => new BarGroup(row,
            [.. set.Runs.Select(run => (Run: run, Parts: PartsOf(run, row))).Where(at => at.Parts.Count > 0).Select(at =>
                new Bar(set.BarName(at.Run), [.. components.Select(key =>
                    (double)at.Parts.Sum(part => part.Components.GetValueOrDefault(key)))]))]))];

    private static List<LayerEnergyResult> PartsOf(ReportRun run, string row)
    {
        var layers = run.LayersOf(row);
        return [.. run.Result.Energy.Layers.Where(part => layers.Contains(part.Name))];
    }

    private static decimal At(ReportRun run, string component) => run.Result.Energy.Components.GetValueOrDefault(component);

    private static IReadOnlyList<object?> Values(RunSet set, Func<ReportRun, object?> value) => [.. set.Runs.Select(value)];
}
