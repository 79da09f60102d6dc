namespace WageSim.Workloads.Schemes;

/// <summary>Cross-entropy of softmax in real numbers, for people to see.</summary>
public static class SoftmaxLoss
{
    /// <summary>Sum over the images, in nats.</summary>
    /// <param name="output">Images × classes.</param>
    /// <param name="one">What stands for an output of 1.</param>
    public static double Of(ReadOnlySpan<long> output, ReadOnlySpan<int> labels, double one)
    {
        int classes = output.Length / labels.Length;
        double loss = 0;
        for (int b = 0; b < labels.Length; b++) loss += OfImage(output.Slice(b * classes, classes), labels[b], one);
        return loss;
    }

    // ln Σ exp(xⱼ - x of the label), with the largest x taken out of the sum.
    private static double OfImage(ReadOnlySpan<long> row, int label, double one)
    {
        long largest = row[WrongImages.FirstLargest(row)];
        double powers = 0;
        foreach (long value in row) powers += Math.Exp((value - largest) / one);
        return Math.Log(powers) + (largest - row[label]) / one;
    }
}
