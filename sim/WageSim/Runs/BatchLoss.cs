using WageSim.Models.Schemes;

namespace WageSim.Runs;

/// <summary>Loss and errors of a training batch, which the host reads off the last layer's errors before quantisation.</summary>
internal static class BatchLoss
{
    /// <summary>Half the sum of squared errors, in real units, and the images whose first largest output is not their class.</summary>
    /// <param name="output">The last layer's sums minus the targets, images × classes; the targets are added back in place.</param>
    public static (double Loss, int Errors) Of(long[] output, int[] labels, WageParameters parameters)
    {
        int classes = parameters.Network.Classes, errors = 0;
        long target = 1L << parameters.TargetLog2;
        double squares = 0;
        for (int b = 0; b < labels.Length; b++)
        {
            var row = output.AsSpan(b * classes, classes);
            foreach (long value in row) squares += (double)value * value;
            row[labels[b]] += target;
            if (Classification.FirstLargest(row) != labels[b]) errors++;
        }
        return (Math.ScaleB(squares, -2 * parameters.TargetLog2 - 1), errors);
    }
}
