using System.CommandLine;
using WageSim.CommandLine;
using WageSim.Models;
using WageSim.Models.Files;
using WageSim.Models.Hardware;
using WageSim.Models.Networks;
using WageSim.Workloads.Catalogue;
using WageSim.Workloads.Datasets;
using WageSim.Workloads.Schemes;

namespace WageSim.Commands;

/// <summary>What can be asked for by name.</summary>
internal static class ListCommand
{
    private static readonly string[] kinds = ["chips", "networks", "data", "schemes", "presets"];

    public static Command Create()
    {
        var kind = new Argument<string?>("KIND")
        {
            Description = string.Join(", ", kinds) + "; all if absent", Arity = ArgumentArity.ZeroOrOne,
        };
        var json = Choices.Json();
        var command = new Command("list", "List chips, networks, data sets, schemes and presets") { kind, json };
        command.SetAction(parsed =>
        {
            string? asked = parsed.GetValue(kind);
            if (asked is not null && !kinds.Contains(asked))
                throw new InputException(
                    $"list: '{asked}' is unknown; did you mean {Spelling.Nearest(asked, kinds)}? Kinds are {string.Join(", ", kinds)}");
            OutputFile.Check(parsed.GetValue(json));
            var lists = new Dictionary<string, object>();
            if (asked is null or "chips") lists["chips"] = Chips();
            if (asked is null or "networks") lists["networks"] = Networks();
            if (asked is null or "data") lists["data"] = Data();
            if (asked is null or "schemes") lists["schemes"] = Schemes();
            if (asked is null or "presets") lists["presets"] = Presets();
            OutputFile.WriteJson(parsed.GetValue(json), lists);
            return ExitCode.Good;
        });
        return command;
    }

    private static object Chips()
    {
        var chips = ChipFile.Presets.Select(name => (Chip: ChipFile.Load(name, []), Description: ChipFile.Description(name)))
            .OrderBy(entry => Pes(entry.Chip) * entry.Chip.MacBits).ToList();
        Output.Table("chips",
            [
                ("name", false), ("PEs", true), ("MAC bits", true), ("clock", true), ("scratchpad", true),
                ("accumulators", true), ("DRAM", false), ("description", false),
            ],
            chips.Select(entry => new[]
            {
                entry.Chip.Name, Array(entry.Chip), $"{entry.Chip.MacBits}", $"{entry.Chip.ClockMegahertz} MHz",
                Format.Bytes(entry.Chip.Scratchpad.TotalBytes), Format.Bytes(entry.Chip.Accumulator.TotalBytes),
                entry.Chip.Dram.Name, entry.Description,
            }));
        return chips.Select(entry => new { entry.Chip.Name, entry.Description, Pes = Pes(entry.Chip), entry.Chip });

        static int Pes(Chip chip) => chip.Arrays * chip.Rows * chip.Cols;
        static string Array(Chip chip) => (chip.Arrays > 1 ? $"{chip.Arrays}×" : "") + $"{chip.Rows}×{chip.Cols}";
    }

    private static object Networks()
    {
        var networks = NetworkCatalogue.All.Select(named => (Named: named, Network: named.Build())).ToList();
        Output.Table("networks",
            [
                ("name", false), ("schemes", false), ("data", false), ("input", true), ("layers", true), ("parameters", true),
                ("MACs per image", true), ("notation", false), ("description", false),
            ],
            networks.Select(entry => new[]
            {
                entry.Named.Name, string.Join(", ", Trainers(entry.Network)), entry.Named.Data!.Name, $"{entry.Named.Input}",
                $"{entry.Network.Layers.Count}", Format.Count(Parameters(entry.Network)), Format.Count(entry.Network.MacsPerImage),
                entry.Named.Notation, entry.Named.Description,
            }));
        return networks.Select(entry => new
        {
            entry.Named.Name, entry.Named.Description, entry.Named.Notation, Schemes = Trainers(entry.Network),
            Data = entry.Named.Data!.Name,
            Input = new[] { entry.Named.Input.Height, entry.Named.Input.Width, entry.Named.Input.Channels },
            Layers = entry.Network.Layers.Count, Normalisations = entry.Network.Residual?.Norms.Count ?? 0,
            Weights = entry.Network.Layers.Sum(layer => (long)layer.WeightCount), Parameters = Parameters(entry.Network),
            entry.Network.MacsPerImage,
        });

        static long Parameters(Network network) =>
            network.Residual?.ParameterCount ?? network.Layers.Sum(layer => (long)layer.WeightCount);
    }

    // Those that refuse neither its layers nor its loss.
    private static string[] Trainers(Network network) =>
        [.. SchemeCatalogue.All.Where(scheme => scheme.Trains(network)).Select(scheme => scheme.Name)];

    private static object Data()
    {
        Output.Table("data", [("name", false), ("description", false)],
            DataSets.Known.Select(known => new[] { known.Form, known.Description }));
        return DataSets.Known.Select(known => new { Name = known.Form, known.Description });
    }

    private static object Schemes()
    {
        var schemes = SchemeCatalogue.All;
        Output.Table("schemes", [("name", false), ("rate of a step", false), ("description", false)],
            schemes.Select(scheme => new[] { scheme.Name, scheme.RateName, scheme.Description }));
        return schemes.Select(scheme => new { scheme.Name, Rate = scheme.RateName, scheme.Description });
    }

    private static object Presets()
    {
        var presets = PresetCatalogue.All;
        Output.Table("presets",
            [
                ("name", false), ("scheme", false), ("network", false), ("data", false), ("batch", true), ("epochs", true),
                ("options", false), ("augmentation", false), ("description", false),
            ],
            presets.Select(preset => new[]
            {
                preset.Name, preset.Scheme, preset.Network, $"{preset.Data}:DIR", $"{preset.Batch}", $"{preset.Epochs}",
                $"{preset.Options}", Augmentations.Name(preset.Augmentation), preset.Description,
            }));
        return presets.Select(preset => new
        {
            preset.Name, preset.Description, preset.Scheme, preset.Network, Data = $"{preset.Data}:DIR", preset.Batch,
            preset.Epochs, preset.Options, Augmentation = Augmentations.Name(preset.Augmentation),
        });
    }
}
