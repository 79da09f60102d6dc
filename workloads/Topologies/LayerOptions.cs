namespace WageSim.Workloads.Topologies;

/// <summary>How a layer is run.</summary>
/// <param name="Batch">Images, or products that share their weights.</param>
/// <param name="WeightBits">Bits of a weight, 2 … 8: more than a PE's take several passes. Inputs and outputs are bytes.</param>
public sealed record LayerOptions(Dataflow Dataflow = Dataflow.WeightStationary, int Batch = 1, int WeightBits = 8);
