using WageSim.Models.Schemes.Niti;

namespace WageSim.Models.Golden.Niti;

/// <summary>NITI's output error in integers: 2^11 · (probability - one-hot), of logits that share one exponent.</summary>
public static class NitiCrossEntropy
{
    /// <summary>round(2^15 · log2 e).</summary>
    private const long Log2E = 47274;

    /// <summary>Probabilities below 2^-10 of the largest are 0.</summary>
    private const int Octaves = 10;

    /// <summary>Up to here all logits are below 1 in magnitude, and the second-order Taylor series stands for the exponential.</summary>
    private const int TaylorExponent = -7;

    // Below -25 2^11 · w leaves 64 bits; from 7 on two different logits are more than ten octaves apart anyway.
    private const int LeastExponent = -25, MostExponent = 7;

    private const long Fractions = 256, One = 1 << 15;

    private static readonly long[] powers = [.. Enumerable.Range(0, (int)Fractions).Select(PowerOfFraction)];

    /// <summary>round(2^(15 + i/256)), i = 0…255.</summary>
    public static long PowerOfFraction(int i) => (long)Math.Round(Math.Pow(2, 15 + i / (double)Fractions));

    /// <summary>Errors of each image and class; those of an image sum to 0.</summary>
    /// <param name="logits">Codes, images × classes.</param>
    /// <param name="labels">Class of each image.</param>
    public static long[] Errors(long[] logits, int[] labels, int exponent, NitiLoss loss)
    {
        exponent = Math.Clamp(exponent, LeastExponent, MostExponent);
        int classes = logits.Length / labels.Length;
        var errors = new List<long>(logits.Length);
        for (int image = 0; image < labels.Length; image++)
        {
            long[] q = Probabilities(logits[(image * classes)..((image + 1) * classes)], exponent, loss);
            q[labels[image]] -= q.Sum();
            errors.AddRange(q);
        }
        return [.. errors];
    }

    // 2^11 · probability of each class, cut off.
    private static long[] Probabilities(long[] logits, int exponent, NitiLoss loss)
    {
        if (exponent > TaylorExponent && loss == NitiLoss.Fixed2021)
        {
            long[] fine = FinePowers(logits, exponent);
            long wholes = fine.Sum(w => w / One);
            return Array.ConvertAll(fine, w => w / 16 / wholes);
        }
        long[] weights = exponent > TaylorExponent ? WholePowers(logits, exponent) : Taylor(logits, exponent);
        long sum = weights.Sum();
        return Array.ConvertAll(weights, w => 2048 * w / sum);
    }

    // 2^s - 1 with s in whole octaves; C#'s division truncates as the authors' does.
    private static long[] WholePowers(long[] logits, int exponent)
    {
        long[] octaves = Array.ConvertAll(logits, logit => logit * Log2E / One);
        octaves = Array.ConvertAll(octaves, s => exponent >= 0 ? s * (1L << exponent) : s / (1L << -exponent));
        long least = octaves.Max() - Octaves;
        return Array.ConvertAll(octaves, s => (1L << (int)Math.Max(s - least, 0)) - 1);
    }

    // 2^s - 1 in units of 2^-15, s in octaves of 8 fraction bits: its distance to the largest is rounded, halves up.
    private static long[] FinePowers(long[] logits, int exponent)
    {
        long largest = logits.Max(), unit = 1L << 7 - exponent;
        return Array.ConvertAll(logits, logit =>
        {
            long distance = ((largest - logit) * Log2E + unit / 2) / unit;
            long steps = Math.Max(Octaves * Fractions - distance, 0);
            return powers[steps % Fractions] * (1L << (int)(steps / Fractions)) - One;
        });
    }

    // 2 · 4^-e · (1 + x + x²/2) of x = logit · 2^e.
    private static long[] Taylor(long[] logits, int exponent) =>
        Array.ConvertAll(logits, logit => (1L << 1 - 2 * exponent) + logit * (1L << 1 - exponent) + logit * logit);
}
