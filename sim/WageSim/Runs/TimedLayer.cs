using WageSim.Machine;
using WageSim.Workloads.Topologies;

namespace WageSim.Runs;

/// <summary>A layer of a topology with the time and counts of one of its repeats.</summary>
public sealed record TimedLayer(TopologyLayer Layer, MachineResult Once);
