using System.Numerics;

namespace WageSim.Models.Golden.Wage;

/// <summary>Weight steps (eq. 9, 10) of gradients that doubles do not hold: the formulas in fractions of whole numbers.</summary>
public static class WholeSteps
{
    /// <summary>Steps ΔW in units of 1, multiples of σ(kG); gradients in any unit, as only their ratio to the largest one counts.</summary>
    public static double[] Of(long[] gradients, int learningRateLog2, ushort[] draws, int bits)
    {
        var steps = new double[gradients.Length];
        var max = BigInteger.Zero;
        foreach (long gradient in gradients) max = BigInteger.Max(max, BigInteger.Abs(gradient));
        if (max.IsZero) return steps;
        // gs = η · g / Shift(max|g|) as a fraction.
        var (numerator, denominator) = (Power(learningRateLog2), Power(Shift(max)) * Power(-learningRateLog2));
        for (int i = 0; i < steps.Length; i++)
        {
            var whole = BigInteger.DivRem(BigInteger.Abs(gradients[i]) * numerator, denominator, out var rest);
            // Bernoulli: whether the fraction is above draw / 2^16.
            if (rest * 65536 > draws[i] * denominator) whole++;
            steps[i] = WageQuantisers.Sigma(bits) * Math.Sign(gradients[i]) * (double)whole;
        }
        return steps;
    }

    // round(log2 max): up where max is above 2^(k + 1/2), k = floor(log2 max).
    private static int Shift(BigInteger max)
    {
        int floor = (int)max.GetBitLength() - 1;
        return max * max > Power(2 * floor + 1) ? floor + 1 : floor;
    }

    // 2^n, or 1 for negative n.
    private static BigInteger Power(int n) => BigInteger.One << Math.Max(0, n);
}
