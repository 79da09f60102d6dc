using WageSim.CommandLine;
using WageSim.Isa;
using WageSim.Machine;
using WageSim.Models;
using WageSim.Reports;
using WageSim.Workloads.Topologies;

namespace WageSim.Runs;

/// <summary>Our cycles of each layer beside SCALE-Sim's, and what makes the difference.</summary>
public static class ScaleSimComparison
{
    /// <summary>A batch would have no counterpart: their layers are of one image.</summary>
    public static ComparisonResult Of(
        Topology topology, string report, IReadOnlyList<ComputeReportLine> theirs, IReadOnlyList<TimedLayer> ours,
        StepMetrics metrics, LayerOptions options, IReadOnlyList<string> notes)
    {
        int repeats = ours.Sum(layer => layer.Layer.Repeats);
        if (theirs.Count != repeats)
            throw new InputException(
                $"{report}: {theirs.Count} layers; {topology.Source} has {repeats}" +
                (repeats == ours.Count ? "" : $" ({ours.Count} lines, channels of depthwise layers and batches of products one by one)"));
        var layers = new List<LayerComparison>();
        int next = 0;
        foreach (var layer in ours)
        {
            layers.Add(Compare(layer, [.. theirs.Skip(next).Take(layer.Layer.Repeats)], metrics, options));
            next += layer.Layer.Repeats;
        }
        return new(topology.Source, report, metrics.Chip.Name, TopologyResults.ShortName(options.Dataflow),
            layers.Sum(layer => layer.Cycles), layers.Sum(layer => layer.TheirCycles), layers.Sum(layer => layer.EnergyPicojoules),
            metrics.Prices.Table.Name, layers, notes);
    }

    private static LayerComparison Compare(TimedLayer timed, List<ComputeReportLine> theirs, StepMetrics metrics, LayerOptions options)
    {
        var chip = metrics.Chip;
        var (layer, flow, r, c) = (timed.Layer, options.Dataflow, chip.Rows, chip.Cols);
        long times = layer.Repeats, cycles = timed.Once.Cycles * times, printed = theirs.Sum(line => line.Cycles);
        long stalls = theirs.Sum(line => line.Stalls);
        long counted = times * PublishedCycles.WithoutOverlap(flow, layer.PositionsRoundedUp, layer.Filters, layer.Reduction, r, c);
        long formula = times * PublishedCycles.WithoutOverlap(flow, layer.Positions, layer.Filters, layer.Reduction, r, c);
        long steady = times * PublishedCycles.Steady(
            flow, layer.Positions, layer.Reduction, r, c,
            PublishedCycles.Folds(flow, layer.Positions, layer.Filters, layer.Reduction, r, c));
        // Several arrays share the positions, and each pass of a slice of the weights is a fold.
        int slices = (options.WeightBits + chip.MacBits - 1) / chip.MacBits;
        long share = (layer.Positions + chip.Arrays - 1) / chip.Arrays;
        long folds = slices * PublishedCycles.Folds(flow, share, layer.Filters, layer.Reduction, r, c);
        long here = times * PublishedCycles.Steady(flow, share, layer.Reduction, r, c, folds);
        // The first tile, and folds of fewer rows than a tile has lines, or of fewer positions than sums: that is in the steady state.
        long inherent = times * (flow == Dataflow.WeightStationary
            ? folds * Math.Max(0, r - share) + Math.Min(r, share)
            : (folds - 1) * Math.Max(0, Math.Min(r, share) - layer.Reduction));
        long[] states = [.. timed.Once.States[Unit.Array0].Select(state => state * times)];
        long ports = states[(int)UnitState.OperandFetch] + states[(int)UnitState.BankConflict];
        long tiles = states[(int)UnitState.Weights] + states[(int)UnitState.Drain] - inherent;
        long waiting = states[(int)UnitState.Token] + states[(int)UnitState.Idle];
        DifferenceReason[] reasons =
        [
            new("lastCycle", "they print the number of the last cycle, counted from 0", times),
            new("theirStalls", "their stalls", -stalls),
            new("theirRest", "theirs beyond folds × fold, stalls left out", -(printed + times - stalls - counted)),
            new("cutWindows", "windows cut by the image's end, which they count", -(counted - formula)),
            new("foldOverlap", "folds overlap here", -(formula - steady)),
            new("passes", "passes of wider weights, several arrays", here - steady),
            new("ports", "operand fetch and bank conflicts", ports),
            new("tiles", "array waits for a tile or for its sums' ports, beyond the steady state", tiles),
            new("memory", "array waits for loads and results, and the program's first load and last store", waiting),
            new("rest", "other tiles than the formula's, and folds' own ends", cycles - ports - tiles - waiting - here),
        ];
        long? prefetch = theirs.All(line => line.WithPrefetch is not null) ? theirs.Sum(line => line.WithPrefetch) : null;
        decimal energy = metrics.Energy.Parts(StepMetrics.Work(timed.Once) * times).Sum(part => part.Picojoules);
        return new(layer.Name, cycles, printed, energy, prefetch, cycles - printed, reasons);
    }

    /// <summary>The comparison as tables: cycles, then each reason.</summary>
    public static void Print(ComparisonResult result)
    {
        Output.Table($"{result.Topology} on {result.Chip}, {result.Dataflow}, beside {result.Theirs}",
            [
                ("layer", false), ("cycles", true), ("SCALE-Sim", true), ("difference", true), ("share of theirs", true),
                ("our energy", true),
            ],
            result.Layers.Select(layer => (string[])
            [
                layer.Name, Format.Count(layer.Cycles), Format.Count(layer.TheirCycles), Format.Count(layer.Difference),
                Format.Share(layer.Difference, layer.TheirCycles), Format.Energy(layer.EnergyPicojoules),
            ]).Append(
            [
                "total", Format.Count(result.Cycles), Format.Count(result.TheirCycles), Format.Count(result.Cycles - result.TheirCycles),
                Format.Share(result.Cycles - result.TheirCycles, result.TheirCycles), Format.Energy(result.EnergyPicojoules),
            ]));
        var keys = result.Layers[0].Reasons;
        Output.Table("Why, in cycles: what makes ours longer, or shorter where negative",
            [("layer", false), .. keys.Select(reason => (Name(reason), true)), ("sum", true)],
            result.Layers.Select(layer => (string[])
                [layer.Name, .. layer.Reasons.Select(reason => Format.Count(reason.Cycles)), Format.Count(layer.Difference)]));
        foreach (var reason in keys) Output.Line($"{Name(reason),-13} {reason.Reason}");
        Output.Line($"prices        {result.Prices}");
        foreach (string note in result.Notes) Output.Line($"note          {note}");

        static string Name(DifferenceReason reason) => ResultTables.Name(reason.Key, ' ');
    }
}
