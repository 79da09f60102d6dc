using WageSim.Models.Schemes;

namespace WageSim.Models.Golden;

/// <summary>A scheme's training, tensor by tensor: what interpreter and machine are compared with.</summary>
public interface IGoldenTrainer
{
    /// <summary>One step: forward, backward and update of the state, in place.</summary>
    /// <param name="state">Arrays in the order of <see cref="SchemeParameters.State"/>.</param>
    StepTensors Step(int[][] state, TrainingBatch batch, StepRate rate, StepDraws draws);

    /// <summary>What the last layer leaves of a batch at inference, images × classes.</summary>
    long[] Infer(int[][] state, TrainingBatch batch);
}
