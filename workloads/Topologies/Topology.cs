namespace WageSim.Workloads.Topologies;

/// <summary>Layers of another tool's file, to be timed one by one.</summary>
/// <param name="Source">The file.</param>
/// <param name="Notes">What the file says that is not taken into account.</param>
public sealed record Topology(string Source, IReadOnlyList<TopologyLayer> Layers, IReadOnlyList<string> Notes);
