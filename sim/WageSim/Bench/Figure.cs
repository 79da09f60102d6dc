namespace WageSim.Bench;

/// <summary>A number that the benchmark finds out.</summary>
/// <param name="Name">Such as train.lenet.base.ofKernel.</param>
/// <param name="Unit">MAC/s, cycles/s, s, bytes; empty for a ratio.</param>
/// <param name="Meaning">What is measured, and how.</param>
public sealed record Figure(string Name, string Unit, string Meaning);
