using System.Collections.Concurrent;
using WageSim.Models.Costs;
using WageSim.Models.Networks;
using WageSim.Workloads.Catalogue;

namespace WageSim.Sweeps;

/// <summary>Networks and price tables that points name, each read once however many points do; for several threads.</summary>
internal sealed class SweepInputs
{
    private readonly ConcurrentDictionary<string, (string Notation, ImageShape Input)> networks = new();
    private readonly ConcurrentDictionary<string, PriceTable> tables = new();

    /// <summary>The notation and the images of a name, a file or a notation; throws InputException where it is none.</summary>
    public (string Notation, ImageShape Input) Network(string name) => networks.GetOrAdd(name, static name =>
        NetworkCatalogue.Find(name) is { } known
            ? (known.Notation, known.Input)
            : (NetworkCatalogue.Resolve(name), NetworkCatalogue.All[0].Input));

    /// <summary>The price table of a name or a file; throws InputException where it is none.</summary>
    public PriceTable Prices(string name) => tables.GetOrAdd(name, PriceTable.Load);
}
