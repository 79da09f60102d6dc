namespace WageSim.Models.Golden;

/// <summary>What one training step makes.</summary>
/// <param name="Tensors">In order of execution: accumulators and activations first to last layer, then error, gradient and weight last to first.</param>
/// <param name="Loss">Half the sum of squared errors over batch and classes, before the step.</param>
/// <param name="TrainErrors">Samples whose first largest output is not their class.</param>
public sealed record StepTensors(IReadOnlyList<NamedTensor> Tensors, double Loss, int TrainErrors);
