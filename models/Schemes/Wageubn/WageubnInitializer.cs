using WageSim.Models.Networks.Residual;
using WageSim.Models.Numerics;
using WageSim.Models.Schemes.Wage;

namespace WageSim.Models.Schemes.Wageubn;

/// <summary>
/// Start weights of WAGEUBN: a normal distribution of standard deviation 1/√fan-in, cut at two of them, rounded to 2^-15; unit 2^-23.
/// </summary>
/// <remarks>
/// Weight i draws v = 2^16 · draw(2i) + draw(2i + 1): a sign, and 31 bits u. Its magnitude, in standard deviations, is the quantile of
/// (u + 1/2) / 2^31, read from a table of 2^12 steps with 24 fraction bits, linearly between them.
/// </remarks>
public static class WageubnInitializer
{
    private const int TableBits = 12, FractionBits = 24, RestBits = 31 - TableBits, StoredBits = 23, StartBits = 15;

    private static readonly long[] quantiles = Quantiles();

    /// <summary>Stored weights of every layer.</summary>
    public static int[][] Draw(ResidualNetwork network, uint seed) =>
        [.. network.Layers.Select(layer => Draw(layer, RandomBits.Key(seed, WageInitializer.Step, (uint)layer.Index)))];

    private static int[] Draw(ResidualLayer layer, uint key)
    {
        // 2^15 / √fan-in with 16 fraction bits
        long deviation = (long)Math.Sqrt(Math.ScaleB(1, 2 * (StartBits + 16)) / layer.Weights.FanIn);
        var weights = new int[layer.Weights.WeightCount];
        for (int i = 0; i < weights.Length; i++)
        {
            uint draw = (uint)RandomBits.Draw(key, 2 * (uint)i) << 16 | RandomBits.Draw(key, 2 * (uint)i + 1);
            long magnitude = Rounding.NearestEven((Int128)Quantile(draw & int.MaxValue) * deviation, FractionBits + 16);
            weights[i] = (int)(draw >> 31 == 1 ? -magnitude : magnitude) << StoredBits - StartBits;
        }
        return weights;
    }

    // Of (u + 1/2) / 2^31, in units of 2^-24.
    private static long Quantile(uint u)
    {
        int step = (int)(u >> RestBits);
        long rest = u & (1 << RestBits) - 1;
        return quantiles[step] + (quantiles[step + 1] - quantiles[step]) * (2 * rest + 1) / (2 << RestBits);
    }

    // Newton's method on the distribution's integral, from one quantile to the next. Sums and products only: the same on every host.
    private static long[] Quantiles()
    {
        int steps = 1 << TableBits;
        double whole = Integral(2), x = 0;
        var table = new long[steps + 1];
        for (int i = 1; i < steps; i++)
        {
            double part = whole * i / steps;
            for (int round = 0; round < 6; round++) x -= (Integral(x) - part) / Density(x);
            table[i] = (long)Math.Round(Math.ScaleB(x, FractionBits));
        }
        table[steps] = 2L << FractionBits;
        return table;
    }

    // ∫ exp(-t²/2) from 0 to x: Σ (-1)^k x^(2k+1) / (2^k k! (2k+1)).
    private static double Integral(double x)
    {
        double term = x, sum = x;
        for (int k = 1; k < 40; k++)
        {
            term *= -x * x / (2 * k);
            sum += term / (2 * k + 1);
        }
        return sum;
    }

    // exp(-x²/2): Σ (-1)^k x^2k / (2^k k!).
    private static double Density(double x)
    {
        double term = 1, sum = 1;
        for (int k = 1; k < 40; k++)
        {
            term *= -x * x / (2 * k);
            sum += term;
        }
        return sum;
    }
}
