namespace WageSim.Models.Golden.Wage;

/// <summary>WAGE's quantisers (Wu et al., ICLR 2018, section 3) on real numbers; scales are powers of two: doubles are exact.</summary>
public static class WageQuantisers
{
    /// <summary>Distance of neighbouring k-bit values, σ(k) = 2^(1-k) (eq. 1).</summary>
    public static double Sigma(int bits) => Math.ScaleB(1, 1 - bits);

    /// <summary>Q(x, k) = Clip{σ · round(x / σ), -1 + σ, 1 - σ} (eq. 2); the authors' round takes ties to even.</summary>
    public static double Q(double x, int bits)
    {
        double sigma = Sigma(bits);
        return Clip(sigma * Math.Round(x / sigma, MidpointRounding.ToEven), bits);
    }

    /// <summary>Clips to ±(1 - σ(k)).</summary>
    public static double Clip(double x, int bits) => Math.Clamp(x, -1 + Sigma(bits), 1 - Sigma(bits));

    /// <summary>Shift(x) = 2^round(log2 x) for x > 0 (eq. 3).</summary>
    public static double Shift(double x)
    {
        // Instead of a logarithm, which could itself be rounded to a tie: log2 x rounds up where x / 2^floor(log2 x) > √2, and
        // the double next to √2 lies above it, so no double is between the two.
        int floor = Math.ILogB(x);
        return Math.ScaleB(1, Math.ScaleB(x, -floor) >= Math.Sqrt(2) ? floor + 1 : floor);
    }

    /// <summary>Weights used in products, QW(W) = Q(W, kW) (eq. 5).</summary>
    public static double[] Weights(double[] stored, int bits) => Array.ConvertAll(stored, w => Q(w, bits));

    /// <summary>Activations, QA(a) = Q(a / α, kA) (eq. 7), of sums after ReLU.</summary>
    public static double[] Activations(double[] scaled, int bits) => Array.ConvertAll(scaled, x => Q(Math.Max(x, 0), bits));

    /// <summary>Errors, QE(e) = Q(e / Shift(max|e|), kE) (eq. 8), the maximum being that of the whole tensor.</summary>
    public static double[] Errors(double[] errors, int bits)
    {
        double max = Max(errors);
        if (max == 0) return new double[errors.Length]; // the formula divides by zero there
        double shift = Shift(max);
        return Array.ConvertAll(errors, e => Q(e / shift, bits));
    }

    /// <summary>
    /// Steps ΔW = σ(kG) · sgn(gs) · {floor|gs| + Bernoulli(|gs| - floor|gs|)}, gs = η · g / Shift(max|g|) (eq. 9, 10).
    /// </summary>
    public static double[] Steps(double[] gradients, double learningRate, ushort[] draws, int bits)
    {
        var steps = new double[gradients.Length];
        double max = Max(gradients);
        if (max == 0) return steps;
        double scale = learningRate / Shift(max);
        for (int i = 0; i < steps.Length; i++)
        {
            double magnitude = Math.Abs(gradients[i] * scale), whole = Math.Floor(magnitude);
            double bernoulli = magnitude - whole > draws[i] / 65536.0 ? 1 : 0;
            steps[i] = Sigma(bits) * Math.Sign(gradients[i]) * (whole + bernoulli);
        }
        return steps;
    }

    private static double Max(double[] values)
    {
        double max = 0;
        foreach (double value in values) max = Math.Max(max, Math.Abs(value));
        return max;
    }
}
