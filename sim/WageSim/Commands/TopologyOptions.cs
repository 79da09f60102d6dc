using System.CommandLine;
using WageSim.Models.Costs;
using WageSim.Models.Hardware;
using WageSim.Workloads.Onnx;
using WageSim.Workloads.Topologies;

namespace WageSim.Commands;

/// <summary>A topology on a chip: the options that say which.</summary>
/// <param name="orNetwork">Whether a network's step may be timed instead, so that there is a batch, and no topology is needed.</param>
internal sealed class TopologyOptions(bool orNetwork)
{
    private const string DefaultChip = "base";
    private readonly Option<string?> topology = Choices.Text(
        "--topology", "FILE", "layers: a SCALE-Sim CSV of convolutions or products M, N, K, or an ONNX model",
        required: !orNetwork);
    private readonly Option<string?> config = Choices.Text("--config", "FILE.cfg", "array, memories and dataflow as SCALE-Sim has them");
    private readonly Option<string?> chip = Choices.Chip($"what runs them (default {DefaultChip})");
    private readonly Option<string[]> overrides = Choices.Overrides();
    private readonly Option<Dataflow?> dataflow = Choices.Dataflow();
    private readonly Option<int?> batch = Choices.Number(
        "--batch", "images of a layer (default 1), or of a network's step (default 128; 32 for the digits' networks)", 1, 65536, "B");
    private readonly Option<int?> weightBits = Choices.Number("--weight-bits", "bits of a weight (default 8); inputs have 8", 2, 8);
    private readonly Option<string?> prices = Choices.Prices();

    public IEnumerable<Option> All =>
        [topology, config, chip, overrides, dataflow, .. orNetwork ? [batch] : Array.Empty<Option>(), weightBits, prices];

    /// <summary>What is asked for, with its files read.</summary>
    /// <param name="Notes">What the files say that has another meaning here, or none.</param>
    public sealed record Asked(Topology Topology, Chip Chip, LayerOptions Options, PriceTable Prices, IReadOnlyList<string> Notes);

    /// <summary>Whether a topology was asked for.</summary>
    public bool IsAsked(ParseResult parsed) => parsed.GetValue(topology) is not null;

    /// <summary>The first option that only topologies have, or null where none was given.</summary>
    public string? FirstGiven(ParseResult parsed) =>
        parsed.GetValue(config) is not null ? config.Name
        : parsed.GetValue(dataflow) is not null ? dataflow.Name
        : parsed.GetValue(weightBits) is not null ? weightBits.Name
        : null;

    /// <summary>What networks have as well; null where the default applies.</summary>
    public (string? Chip, string[] Overrides, int? Batch, string? Prices) Common(ParseResult parsed) =>
        (parsed.GetValue(chip), parsed.GetValue(overrides) ?? [], parsed.GetValue(batch), parsed.GetValue(prices));

    public Asked Plan(ParseResult parsed)
    {
        string path = parsed.GetValue(topology)!;
        var layers = OnnxFile.Is(path) ? OnnxFile.Topology(path) : TopologyFile.Read(path);
        string name = parsed.GetValue(chip) ?? DefaultChip;
        string[] changes = parsed.GetValue(overrides) ?? [];
        var (target, array) = parsed.GetValue(config) is { } file
            ? ArrayConfig.Load(file, name, changes) : (ChipFile.Load(name, changes), null);
        var options = new LayerOptions(
            parsed.GetValue(dataflow) ?? array?.Dataflow ?? Dataflow.WeightStationary, orNetwork ? parsed.GetValue(batch) ?? 1 : 1,
            parsed.GetValue(weightBits) ?? 8);
        var table = PriceTable.Load(parsed.GetValue(prices) ?? PriceTable.Default);
        return new(layers, target, options, table, [.. layers.Notes, .. array?.Notes ?? []]);
    }
}
