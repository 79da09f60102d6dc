namespace WageSim.Models.Golden;

/// <summary>A scheme's training, tensor by tensor: what interpreter and machine are compared with.</summary>
public interface IGoldenTrainer
{
    /// <summary>One step: forward, backward and update of the stored weight codes, in place.</summary>
    /// <param name="rate">The scheme's own: log2 of WAGE's learning rate, NITI's gradient bits.</param>
    StepTensors Step(int[][] weights, TrainingBatch batch, int rate, StepDraws draws);

    /// <summary>What the last layer leaves of a batch at inference, images × classes.</summary>
    long[] Infer(int[][] weights, TrainingBatch batch);
}
