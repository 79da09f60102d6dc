using System.Collections.Concurrent;
using WageSim.Models.Costs;
using WageSim.Models.Networks;
using WageSim.Workloads.Catalogue;
using WageSim.Workloads.Onnx;
using WageSim.Workloads.Topologies;

namespace WageSim.Sweeps;

/// <summary>Networks, topologies and price tables that points name, each read once however many points do; for several threads.</summary>
internal sealed class SweepInputs
{
    private readonly ConcurrentDictionary<string, (string Notation, ImageShape Input)> networks = new();
    private readonly ConcurrentDictionary<string, Topology> topologies = new();
    private readonly ConcurrentDictionary<string, PriceTable> tables = new();
    private readonly ConcurrentDictionary<string, IReadOnlyList<string>> notes = new();

    /// <summary>The notation and the images of a name, a file or a notation; throws InputException where it is none.</summary>
    public (string Notation, ImageShape Input) Network(string name) => networks.GetOrAdd(name, name =>
    {
        if (NetworkCatalogue.Find(name) is not { } known) return (NetworkCatalogue.Resolve(name), NetworkCatalogue.All[0].Input);
        notes[name] = known.Notes;
        return (known.Notation, known.Input);
    });

    /// <summary>The layers of a SCALE-Sim or ONNX file; throws InputException where it is none.</summary>
    public Topology Topology(string path) => topologies.GetOrAdd(path, path =>
    {
        var topology = OnnxFile.Is(path) ? OnnxFile.Topology(path) : TopologyFile.Read(path);
        notes[path] = topology.Notes;
        return topology;
    });

    /// <summary>The price table of a name or a file; throws InputException where it is none.</summary>
    public PriceTable Prices(string name) => tables.GetOrAdd(name, PriceTable.Load);

    /// <summary>A line for each thing that a file which was read has, and the points have not.</summary>
    public IEnumerable<string> Notes =>
        notes.OrderBy(file => file.Key, StringComparer.Ordinal).SelectMany(file => file.Value.Select(note => $"{file.Key}: {note}"));
}
