using WageSim.Models.Networks;
using WageSim.Models.Schemes.Wage;

namespace WageSim.Workloads.Schemes.Wage;

/// <summary>Loss and errors of a WAGE batch, which the host reads off what the last layer left in DRAM.</summary>
public static class WageLoss
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
        if (parameters.Network.Loss == Loss.CrossEntropy)
            return (SoftmaxLoss.Of(output, labels, Math.ScaleB(1, parameters.TargetLog2)), WrongImages.Of(output, labels));
        double squares = 0;
        foreach (long value in output) squares += (double)value * value;
        for (int b = 0; b < labels.Length; b++) output[b * parameters.Network.Classes + labels[b]] += 1L << parameters.TargetLog2;
        return (Math.ScaleB(squares, -2 * parameters.TargetLog2 - 1), WrongImages.Of(output, labels));
    }
}
