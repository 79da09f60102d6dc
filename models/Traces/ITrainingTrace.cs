using WageSim.Models.Golden;
using WageSim.Models.Schemes;

namespace WageSim.Models.Traces;

/// <summary>A few training steps made by other software: start state, draws and every tensor to be reproduced bit for bit.</summary>
public interface ITrainingTrace
{
    /// <summary>Network and constants of the scheme.</summary>
    SchemeParameters Parameters { get; }

    /// <summary>Images a step.</summary>
    int Batch { get; }

    /// <summary>Steps in the trace.</summary>
    int Steps { get; }

    /// <summary>Arrays of the state before step 0: a fresh copy, to be trained in place.</summary>
    int[][] StartState { get; }

    /// <summary>Images and classes of a step.</summary>
    TrainingBatch BatchOf(int step);

    /// <summary>How far a step goes.</summary>
    StepRate Rate(int step);

    /// <summary>What is random in a step.</summary>
    StepDraws StepDraws(int step);

    /// <summary>The step's tensors, in the order of <see cref="StepTensors.Tensors"/>.</summary>
    IReadOnlyList<NamedTensor> Expected(int step);

    /// <summary>What the last layer leaves of step 0's images with the state after the last step; null where a trace lacks it.</summary>
    NamedTensor? Inference => null;

    /// <summary>What a tensor's index counts: conv3, fc4, norm2.</summary>
    string PlaceOf(TensorKind kind, int index) => Parameters.Network.Layers[index].Name;
}
