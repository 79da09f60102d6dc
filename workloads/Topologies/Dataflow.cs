namespace WageSim.Workloads.Topologies;

/// <summary>What stays in the PEs: the weights, with reduction on rows, or the sums, with output positions on rows.</summary>
public enum Dataflow
{
    WeightStationary,
    OutputStationary,
}
