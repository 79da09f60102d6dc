using WageSim.Models;
using WageSim.Models.Files;
using WageSim.Models.Networks;
using WageSim.Workloads.Schemes;

namespace WageSim.Workloads.Catalogue;

/// <summary>The published experiments of all schemes.</summary>
public static class PresetCatalogue
{
    // A dense layer grows with the pixels that it reads.
    private const int MostTimesLarger = 4;

    public static IReadOnlyList<Preset> All { get; } = [.. SchemeCatalogue.All.SelectMany(scheme => scheme.Presets)];

    /// <summary>The preset of a name.</summary>
    public static Preset Get(string name)
    {
        var names = All.Select(preset => preset.Name);
        return All.FirstOrDefault(preset => preset.Name == name) ?? throw new InputException(
            $"--preset: '{name}' is unknown; did you mean {Spelling.Nearest(name, names)}? Presets are {string.Join(", ", names)}");
    }

    /// <summary>
    /// Name of the network that a scheme trains on a data set unless another is asked for: that of the set's own preset, or else of the
    /// one whose images are most like the set's; throws where all are for much smaller ones.
    /// </summary>
    /// <param name="images">Shape of the set's images.</param>
    public static string NetworkFor(Scheme scheme, string data, ImageShape images)
    {
        if (scheme.Presets.FirstOrDefault(preset => preset.Data == data) is { } own) return own.Network;
        var nearest = scheme.Presets.Select(preset => NetworkCatalogue.Find(preset.Network)!)
            .MinBy(network => (network.Input.Channels != images.Channels,
                Math.Abs(Math.Log((double)images.Pixels / network.Input.Pixels))))!;
        return images.Pixels <= MostTimesLarger * nearest.Input.Pixels ? nearest.Name : throw new InputException(
            $"--network: is missing: scheme {scheme.Name} has none for images of {images}; " +
            "a name (see list networks) or a notation is expected");
    }
}
