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

    /// <summary>Stored codes before step 0: a fresh copy, to be trained in place.</summary>
    int[][] StartWeights { get; }

    /// <summary>Images and classes of a step.</summary>
    TrainingBatch BatchOf(int step);

    /// <summary>A step's rate, as the scheme has it: log2 of WAGE's learning rate, NITI's gradient bits.</summary>
    int Rate(int step);

    /// <summary>What is random in a step.</summary>
    StepDraws StepDraws(int step);

    /// <summary>The step's tensors, in the order of <see cref="StepTensors.Tensors"/>.</summary>
    IReadOnlyList<NamedTensor> Expected(int step);
}
