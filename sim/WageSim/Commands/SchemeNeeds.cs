using WageSim.Models.Costs;
using WageSim.Models.Networks;
using WageSim.Models.Schemes;
using WageSim.Workloads.Catalogue;
using WageSim.Workloads.Schemes;

namespace WageSim.Commands;

/// <summary>What a scheme of training needs of a chip.</summary>
/// <param name="Name">The scheme, its formats and its loss.</param>
internal sealed record SchemeNeeds(string Name, IReadOnlyList<NeededPart> Parts)
{
    /// <summary>All schemes with their defaults; those that train either loss with each of them.</summary>
    public static IReadOnlyList<SchemeNeeds> Of(ChipPrices prices) =>
        [.. SchemeCatalogue.All.SelectMany(Parameters).Select(parameters => new SchemeNeeds(
            $"{parameters.Scheme} {parameters.Formats} {(parameters.Network.Loss == Loss.SquaredErrors ? "SSE" : "CE")}",
            NeededArea.Of(prices, parameters.Needs)))];

    // Needs do not depend on a network's size.
    private static IEnumerable<SchemeParameters> Parameters(Scheme scheme)
    {
        var image = new ImageShape(8, 8, 1);
        string notation = NetworkCatalogue.Resolve(scheme.DigitsNetwork);
        yield return scheme.Parameters(Network.Parse(notation, image), new());
        if (notation.EndsWith("SSE", StringComparison.Ordinal))
            yield return scheme.Parameters(Network.Parse(notation[..^3] + "CE", image), new());
    }
}
