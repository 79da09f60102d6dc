using System.Numerics;
using static WageSim.Models.Golden.Wageubn.WageubnRounding;

namespace WageSim.Models.Golden.Wageubn;

/// <summary>Steps of gamma and beta, momentum, and running statistics.</summary>
public static class WageubnUpdate
{
    private const int MomentumShift = 2, MaxNormStep = (1 << 20) - 1;

    /// <summary>A sum of the batch of unit 2^exponent → a step of unit 2^-14 of the batch's mean, within ±(2^20 - 1).</summary>
    public static long NormStep(long sum, int exponent, int batch)
    {
        BigInteger numerator = sum, denominator = batch;
        int shift = exponent + 14;
        var step = Quotient(numerator << Math.Max(0, shift), denominator << Math.Max(0, -shift));
        return (long)BigInteger.Min(BigInteger.Max(step, -MaxNormStep), MaxNormStep);
    }

    /// <summary>Momentum of a quarter: v = momentum + step, stored less L · v, momentum = v / 4 in its unit of 2^-12.</summary>
    public static void Apply(int[] stored, int[] momenta, long[] steps, int learningRate)
    {
        for (int i = 0; i < stored.Length; i++)
        {
            long velocity = momenta[i] + steps[i];
            stored[i] = (int)Clip(stored[i] - learningRate * velocity, int.MaxValue);
            momenta[i] = (int)NearestEven(velocity, MomentumShift);
        }
    }

    /// <summary>A running average that decays by 2^-shift a step takes in a value of unit 2^shift times its own.</summary>
    public static int Average(int running, long value, int shift) =>
        (int)Clip(running - NearestEven(running, shift) + value, int.MaxValue);
}
