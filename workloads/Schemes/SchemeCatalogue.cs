using WageSim.Models;
using WageSim.Models.Files;
using WageSim.Models.Networks;
using WageSim.Models.Schemes;
using WageSim.Workloads.Schemes.Niti;
using WageSim.Workloads.Schemes.Wage;
using WageSim.Workloads.Schemes.Wageubn;

namespace WageSim.Workloads.Schemes;

/// <summary>The schemes that there are.</summary>
public static class SchemeCatalogue
{
    public static IReadOnlyList<Scheme> All { get; } = [new WageScheme(), new NitiScheme(), new WageubnScheme()];

    /// <summary>Names in the order of the catalogue; the first is the default.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(scheme => scheme.Name)];

    /// <summary>The scheme where none is asked for.</summary>
    public static Scheme Default => All[0];

    /// <summary>The scheme that was asked for, or else the one that trains such a network.</summary>
    public static Scheme For(string? name, string? notation) =>
        name is not null ? Get(name)
        : notation is not null && Network.IsResidual(notation) ? All.First(scheme => scheme.HasNormalisations)
        : Default;

    /// <summary>The scheme of a name.</summary>
    public static Scheme Get(string name) => All.FirstOrDefault(scheme => scheme.Name == name) ?? throw new InputException(
        $"scheme '{name}' is unknown; did you mean {Spelling.Nearest(name, Names)}? Schemes are {string.Join(", ", Names)}");

    /// <summary>The scheme that constants are of.</summary>
    public static Scheme Of(SchemeParameters parameters) => Get(parameters.Scheme);
}
