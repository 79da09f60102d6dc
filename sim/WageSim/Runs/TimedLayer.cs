using WageSim.Machine;
using WageSim.Workloads.Topologies;

namespace WageSim.Runs;

/// <summary>A layer of a topology with the time and counts of one of its repeats.</summary>
/// <param name="Instructions">Of its program.</param>
/// <param name="DramBytes">That its tensors take.</param>
public sealed record TimedLayer(TopologyLayer Layer, MachineResult Once, int Instructions, long DramBytes);
