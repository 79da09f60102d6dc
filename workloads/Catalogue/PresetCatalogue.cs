using WageSim.Models;
using WageSim.Models.Files;
using WageSim.Workloads.Schemes;

namespace WageSim.Workloads.Catalogue;

/// <summary>The published experiments of all schemes.</summary>
public static class PresetCatalogue
{
    public static IReadOnlyList<Preset> All { get; } = [.. SchemeCatalogue.All.SelectMany(scheme => scheme.Presets)];

    /// <summary>The preset of a name.</summary>
    public static Preset Get(string name)
    {
        var names = All.Select(preset => preset.Name);
        return All.FirstOrDefault(preset => preset.Name == name) ?? throw new InputException(
            $"--preset: '{name}' is unknown; did you mean {Spelling.Nearest(name, names)}? Presets are {string.Join(", ", names)}");
    }

    /// <summary>Name of the network that a scheme trains on a data set unless another is asked for.</summary>
    public static string NetworkFor(Scheme scheme, string data) =>
        (scheme.Presets.FirstOrDefault(preset => preset.Data == data) ?? scheme.Presets[0]).Network;
}
