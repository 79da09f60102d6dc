using System.CommandLine;
using WageSim.Models;
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

    public IEnumerable<Option> All =>
        [topology, config, chip, overrides, dataflow, .. withBatch ? [batch] : Array.Empty<Option>(), weightBits];

    /// <summary>What is asked for, with its files read.</summary>
    /// <param name="Notes">What the files say that has another meaning here, or none.</param>
    public sealed record Asked(Topology Topology, Chip Chip, LayerOptions Options, IReadOnlyList<string> Notes);

    public Asked Plan(ParseResult parsed)
    {
        string path = parsed.GetValue(topology)!;
        var layers = OnnxFile.Is(path) ? OnnxFile.Topology(path) : TopologyFile.Read(path);
        string name = parsed.GetValue(chip) ?? DefaultChip;
        string[] changes = parsed.GetValue(overrides) ?? [];
        var target = ChipFile.Load(name, changes);
        ArrayConfig? array = null;
        if (parsed.GetValue(config) is { } file)
        {
            array = ArrayConfig.Read(file, target);
            target = Configured(file, name, array.Overrides, changes);
        }
        var options = new LayerOptions(
            parsed.GetValue(dataflow) ?? array?.Dataflow ?? Dataflow.WeightStationary, withBatch ? parsed.GetValue(batch) ?? 1 : 1,
            parsed.GetValue(weightBits) ?? 8);
        return new(layers, target, options, [.. layers.Notes, .. array?.Notes ?? []]);
    }

    // The command line has the last word.
    private static Chip Configured(string file, string name, IEnumerable<string> fromFile, string[] changes)
    {
        try
        {
            return ChipFile.Load(name, [.. fromFile, .. changes]);
        }
        catch (InputException error)
        {
            throw new InputException($"{file} on chip {name}: {error.Message.Replace("--set ", "", StringComparison.Ordinal)}", error);
        }
    }
}
