using System.Text.Json.Nodes;
using WageSim.CommandLine;
using WageSim.Models.Costs;
using WageSim.Models.Hardware;
using WageSim.Reports;
using WageSim.Workloads.Topologies;

namespace WageSim.Runs;

/// <summary>Timed layers → results and tables.</summary>
public static class TopologyResults
{
    /// <summary>Everything that a topology's run yields.</summary>
    public static TopologyResult Of(
        Topology topology, IReadOnlyList<TimedLayer> timed, LayerOptions options, StepMetrics metrics, IReadOnlyList<string> notes,
        TimeSpan host)
    {
        var layers = timed.Select(layer => Layer(layer, options, metrics)).ToList();
        long cycles = layers.Sum(layer => layer.Cycles), products = layers.Sum(layer => layer.PeProducts);
        return new()
        {
            Topology = topology.Source,
            Chip = metrics.Chip.Name,
            Dataflow = ShortName(options.Dataflow),
            Batch = options.Batch,
            WeightBits = options.WeightBits,
            Cycles = cycles,
            ChipSeconds = metrics.Seconds(cycles),
            Macs = layers.Sum(layer => layer.Macs),
            PeProducts = products,
            Utilization = metrics.Utilization(products, cycles),
            EnergyPicojoules = layers.Sum(layer => layer.EnergyPicojoules),
            Prices = metrics.Prices.Table.Name,
            EnergyComponents = layers.SelectMany(layer => layer.EnergyComponents).GroupBy(part => part.Key)
                .ToDictionary(part => part.Key, part => part.Sum(layer => layer.Value)),
            Layers = layers,
            Notes = notes,
            ChipDescription = JsonNode.Parse(ChipFile.Write(metrics.Chip))!.AsObject(),
            HostSeconds = host.TotalSeconds,
        };
    }

    /// <summary>ws or os.</summary>
    public static string ShortName(Dataflow dataflow) => dataflow == Dataflow.WeightStationary ? "ws" : "os";

    /// <summary>The results as a table with a line for the whole, and the notes.</summary>
    public static void Print(TopologyResult result, Chip chip)
    {
        Output.Table($"{result.Topology} on {result.Chip}, {result.Dataflow}, batch {result.Batch}",
            [
                ("layer", false), ("M", true), ("N", true), ("K", true), ("cycles", true), ("share", true), ("MACs", true),
                ("utilisation", true), ("DRAM", true), ("energy", true),
            ],
            result.Layers.Select(layer => (string[])
            [
                layer.Repeats > 1 ? $"{layer.Name} ×{layer.Repeats}" : layer.Name,
                Format.Count(layer.M), Format.Count(layer.N), Format.Count(layer.K), Format.Count(layer.Cycles),
                Format.Share(layer.Cycles, result.Cycles), Format.Count(layer.Macs), Format.Percent(layer.Utilization),
                Format.Bytes(layer.DramReadBytes + layer.DramWriteBytes), Format.Energy(layer.EnergyPicojoules),
            ]));
        foreach (string note in result.Notes) Output.Line($"note     {note}");
        Output.Line($"total    {Format.Count(result.Cycles)} cycles = {Format.Time(result.Cycles, chip.ClockMegahertz)} on the chip, " +
            $"{Format.Count(result.Macs)} MACs, utilisation {Format.Percent(result.Utilization)}, " +
            $"{Format.Energy(result.EnergyPicojoules)} (prices: {result.Prices})");
        Output.Line($"time     {result.Layers.Count} layers in {Format.Time(result.HostSeconds)} on this host");
    }

    private static TopologyLayerResult Layer(TimedLayer timed, LayerOptions options, StepMetrics metrics)
    {
        var (layer, once, times) = (timed.Layer, timed.Once, timed.Layer.Repeats);
        var parts = metrics.Energy.Parts(StepMetrics.Work(once) * times);
        return new(
            layer.Name, layer.Positions * options.Batch, layer.Filters, layer.Reduction, times, once.Cycles * times, once.Macs * times,
            once.PeProducts * times, metrics.Utilization(once.PeProducts, once.Cycles), parts.Sum(part => part.Picojoules),
            EnergyModel.ByComponent(parts), once.Activity[Activity.DramReadByte] * times, once.Activity[Activity.DramWriteByte] * times,
            CostResults.Stalls(once.States, times), CostResults.Activity(once.Activity * times));
    }
}
