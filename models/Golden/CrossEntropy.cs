namespace WageSim.Models.Golden;

/// <summary>
/// Softmax with cross-entropy on a last layer's exact sums: the error of the integer definition (powers of two from a table with 8
/// fraction bits of the exponent, quotients of 16 bits), the loss of the real numbers.
/// </summary>
/// <remarks>Every intermediate value of the error is a whole number below 2^53 or a quotient that no rounding lifts to the next.</remarks>
public static class CrossEntropy
{
    /// <summary>round(2^16 · log2 e): the exponent of 2 that stands for one of e, with 16 fraction bits.</summary>
    private const double Log2E = 94548;

    private const int Fractions = 256, LargestExponent = 24;

    /// <summary>Errors p - y in units of 1, multiples of 2^-16, p ≤ the softmax by less than 2^-16 · (1 + its approximation).</summary>
    /// <param name="sums">Whole numbers, images × classes; 2^unitLog2 stands for an output of 1.</param>
    /// <param name="labels">Class of each image.</param>
    public static double[] Errors(double[] sums, int[] labels, int unitLog2)
    {
        int classes = sums.Length / labels.Length;
        var errors = new double[sums.Length];
        for (int image = 0; image < labels.Length; image++)
        {
            var logits = sums.AsSpan(image * classes, classes);
            double largest = Max(logits), total = 0;
            var powers = new double[classes];
            for (int c = 0; c < classes; c++)
            {
                powers[c] = Power(Steps(largest - logits[c], unitLog2));
                total += powers[c];
            }
            for (int c = 0; c < classes; c++)
            {
                double probability = Math.Floor(Math.ScaleB(powers[c], 16) / total);
                errors[image * classes + c] = Math.ScaleB(probability, -16) - (c == labels[image] ? 1 : 0);
            }
        }
        return errors;
    }

    /// <summary>-Σ ln softmax(output)[label] over the images, in nats.</summary>
    public static double Loss(double[] outputs, int[] labels)
    {
        int classes = outputs.Length / labels.Length;
        double loss = 0;
        for (int image = 0; image < labels.Length; image++)
        {
            var logits = outputs.AsSpan(image * classes, classes);
            double largest = Max(logits), total = 0;
            foreach (double logit in logits) total += Math.Exp(logit - largest);
            loss += Math.Log(total) + largest - logits[labels[image]];
        }
        return loss;
    }

    // floor(distance · log2 e · 256), of a whole distance in units of 2^-unitLog2; in two parts, as doubles do not hold the product.
    private static double Steps(double distance, int unitLog2)
    {
        double part = Math.ScaleB(1, 32), high = Math.Floor(distance / part), unit = Math.ScaleB(Fractions, unitLog2);
        double highSteps = Math.Floor(high * Log2E / (unit / part)), rest = high * Log2E * part - highSteps * unit;
        return highSteps + Math.Floor((rest + (distance - high * part) * Log2E) / unit);
    }

    // 2^(24 - steps/256), rounded for the fraction of the exponent, cut off for its whole part.
    private static double Power(double steps)
    {
        double whole = Math.Floor(steps / Fractions), fraction = steps - whole * Fractions;
        if (whole > LargestExponent) return 0;
        double power = Math.Round(Math.ScaleB(Math.Exp(-Math.Log(2) * fraction / Fractions), LargestExponent));
        return Math.Floor(Math.ScaleB(power, -(int)whole));
    }

    private static double Max(Span<double> values)
    {
        double max = double.NegativeInfinity;
        foreach (double value in values) max = Math.Max(max, value);
        return max;
    }
}
