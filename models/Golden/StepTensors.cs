namespace WageSim.Models.Golden;

/// <summary>What one training step makes.</summary>
/// <param name="Tensors">In order of execution: sums and activations from first to last layer, errors, gradients and weights back.</param>
/// <param name="Loss">Sum over the batch, before the step: half the squared errors, or the cross-entropies in nats.</param>
/// <param name="TrainErrors">Samples whose first largest output is not their class.</param>
public sealed record StepTensors(IReadOnlyList<NamedTensor> Tensors, double Loss, int TrainErrors);
