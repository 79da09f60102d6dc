using WageSim.Models.Networks;
using WageSim.Models.Schemes;

namespace WageSim.Runs;

/// <summary>Loss and errors of a training batch, which the host reads off what the last layer left in DRAM.</summary>
public static class BatchLoss
{
    /// <summary>
    /// Half the sum of squared errors, or the sum of cross-entropies in nats, and the images whose first largest output is not their
    /// class.
    /// </summary>
    /// <param name="output">
    /// Images × classes, 2^TargetLog2 for 1: sums, or before SSE sums minus the targets; these are added back in place.
    /// </param>
    public static (double Loss, int Errors) Of(long[] output, int[] labels, WageParameters parameters)
    {
        int classes = parameters.Network.Classes, errors = 0;
        bool squares = parameters.Network.Loss == Loss.SquaredErrors;
        double loss = 0, one = Math.ScaleB(1, parameters.TargetLog2);
        for (int b = 0; b < labels.Length; b++)
        {
            var row = output.AsSpan(b * classes, classes);
            if (squares)
            {
                foreach (long value in row) loss += (double)value * value;
                row[labels[b]] += 1L << parameters.TargetLog2;
            }
            else loss += CrossEntropy(row, labels[b], one);
            if (Classification.FirstLargest(row) != labels[b]) errors++;
        }
        return (squares ? Math.ScaleB(loss, -2 * parameters.TargetLog2 - 1) : loss, errors);
    }

    // ln Σ exp(xⱼ - x of the label), with the largest x taken out of the sum.
    private static double CrossEntropy(ReadOnlySpan<long> sums, int label, double one)
    {
        long largest = sums[Classification.FirstLargest(sums)];
        double powers = 0;
        foreach (long sum in sums) powers += Math.Exp((sum - largest) / one);
        return Math.Log(powers) + (largest - sums[label]) / one;
    }
}
