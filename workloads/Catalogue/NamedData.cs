namespace WageSim.Workloads.Catalogue;

/// <summary>A data set that networks are for.</summary>
/// <param name="Name">As `train --data` has it, without its folder.</param>
public sealed record NamedData(string Name, int TrainingImages);
