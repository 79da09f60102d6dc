using System.CommandLine;
using WageSim.Models.Costs;
using WageSim.Models.Hardware;
using WageSim.Workloads.Onnx;
using WageSim.Workloads.Topologies;

namespace WageSim.Commands;

/// <summary>A topology on a chip: the options that say which.</summary>
internal sealed class TopologyOptions(bool withBatch = true)
{
    private const string DefaultChip = "base";
    private readonly Option<string?> topology = Choices.Text(
        "--topology", "FILE", "layers: a SCALE-Sim CSV of convolutions or products M, N, K, or an ONNX model", required: true);
    private readonly Option<string?> config = Choices.Text("--config", "FILE.cfg", "array, memories and dataflow as SCALE-Sim has them");
    private readonly Option<string?> chip = Choices.Chip($"what runs them (default {DefaultChip})");
    private readonly Option<string[]> overrides = Choices.Overrides();
    private readonly Option<Dataflow?> dataflow = Choices.Dataflow();
    private readonly Option<int?> batch = Choices.Number("--batch", "images of a layer (default 1)", 1, 65536, "B");
    private readonly Option<int?> weightBits = Choices.Number("--weight-bits", "bits of a weight (default 8); inputs have 8", 2, 8);
    private readonly Option<string?> prices = Choices.Prices();

    public IEnumerable<Option> All =>
        [topology, config, chip, overrides, dataflow, .. withBatch ? [batch] : Array.Empty<Option>(), weightBits, prices];

    /// <summary>What is asked for, with its files read.</summary>
    /// <param name="Notes">What the files say that has another meaning here, or none.</param>
    public sealed record Asked(Topology Topology, Chip Chip, LayerOptions Options, PriceTable Prices, IReadOnlyList<string> Notes);

    public Asked Plan(ParseResult parsed)
    {
        string path = parsed.GetValue(topology)!;
        var layers = OnnxFile.Is(path) ? OnnxFile.Topology(path) : TopologyFile.Read(path);
        string name = parsed.GetValue(chip) ?? DefaultChip;
        string[] changes = parsed.GetValue(overrides) ?? [];
        var (target, array) = parsed.GetValue(config) is { } file
            ? ArrayConfig.Load(file, name, changes) : (ChipFile.Load(name, changes), null);
        var options = new LayerOptions(
            parsed.GetValue(dataflow) ?? array?.Dataflow ?? Dataflow.WeightStationary, withBatch ? parsed.GetValue(batch) ?? 1 : 1,
            parsed.GetValue(weightBits) ?? 8);
        var table = PriceTable.Load(parsed.GetValue(prices) ?? PriceTable.Default);
        return new(layers, target, options, table, [.. layers.Notes, .. array?.Notes ?? []]);
    }
}
