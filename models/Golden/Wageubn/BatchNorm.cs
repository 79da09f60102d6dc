using static WageSim.Models.Golden.Wageubn.WageubnRounding;

namespace WageSim.Models.Golden.Wageubn;

/// <summary>Batch normalisation with ReLU, forward and backward, channel by channel.</summary>
public static class BatchNorm
{
    /// <summary>Largest |x̂| and largest |G|, |B|: codes of unit 2^-7.</summary>
    public const int MaxNormalised = 2047, MaxScale = 1023;

    private const int ScaleShift = 16, ActivationShift = 7, Guard = 11;

    /// <summary>The code that a stored gamma or beta (unit 2^-23) is used as: unit 2^-7.</summary>
    public static long Scale(int stored) => Clip(NearestEven(stored, ScaleShift), MaxScale);

    /// <summary>Each channel's mean and deviation over batch, height and width.</summary>
    public static ChannelStatistics[] Statistics(long[] stream, int channels) =>
        [.. Enumerable.Range(0, channels).Select(channel => ChannelStatistics.Of([.. Channel(stream, channel, channels)]))];

    /// <summary>x̂ = (z - mean) / deviation, y = G·x̂ + B, a = ReLU(y).</summary>
    /// <param name="stream">z, unit 2^-14, within ±(2^23 - 1).</param>
    /// <param name="gammas">Stored, of each channel, unit 2^-23; so are betas.</param>
    /// <param name="clip">Largest activation code; null: none.</param>
    public static NormPass Forward(long[] stream, ChannelStatistics[] statistics, int[] gammas, int[] betas, int? clip)
    {
        int channels = gammas.Length;
        long[] scales = Array.ConvertAll(gammas, Scale), offsets = Array.ConvertAll(betas, Scale);
        var (normalised, activation, positive) = (new long[stream.Length], new long[stream.Length], new bool[stream.Length]);
        for (int i = 0; i < stream.Length; i++)
        {
            int channel = i % channels;
            var (mean, divisor) = (statistics[channel].Mean, statistics[channel].Divisor);
            normalised[i] = Clip(Quotient(128 * (2 * stream[i] - mean), divisor), MaxNormalised);
            long output = normalised[i] * scales[channel] + 128 * offsets[channel];
            positive[i] = output > 0;
            activation[i] = Math.Min(NearestEven(Math.Max(output, 0), ActivationShift), clip ?? long.MaxValue);
        }
        return new(statistics, scales, normalised, positive, activation);
    }

    /// <summary>
    /// T = G · ((N·e - Σe) · 2^14 - x̂ · Σe·x̂), u = T · 2^F / (N·S): option B of the definition. F, one for the tensor, leaves the largest
    /// u 24 to 26 bits. A channel without deviation hands nothing back.
    /// </summary>
    /// <param name="errors">E1 codes after the mask of ReLU.</param>
    public static NormErrors Backward(NormPass pass, ErrorCodes errors)
    {
        int channels = pass.Scales.Length, count = errors.Codes.Length / channels;
        var (errorSums, productSums, largest) = (new long[channels], new long[channels], new long[channels]);
        for (int i = 0; i < errors.Codes.Length; i++)
        {
            int channel = i % channels;
            errorSums[channel] += errors.Codes[i];
            productSums[channel] += errors.Codes[i] * pass.Normalised[i];
            largest[channel] = Math.Max(largest[channel], Math.Abs(errors.Codes[i]));
        }
        int[] heights = [.. Enumerable.Range(0, channels)
            .Where(c => largest[c] > 0 && pass.Scales[c] != 0 && pass.Statistics[c].Deviation > 0)
            .Select(c => BitLength(largest[c]) + BitLength(Math.Abs(pass.Scales[c])) - BitLength(pass.Statistics[c].Divisor))];
        var handed = new long[errors.Codes.Length];
        if (heights.Length == 0) return new(new(handed, 0), errorSums, productSums);

        int fraction = Guard - heights.Max();
        for (int i = 0; i < handed.Length; i++)
        {
            int channel = i % channels;
            if (pass.Statistics[channel].Deviation == 0) continue;
            Int128 centred = (count * errors.Codes[i] - errorSums[channel]) << 14;
            var numerator = pass.Scales[channel] * (centred - (Int128)pass.Normalised[i] * productSums[channel]);
            Int128 divisor = (Int128)count * pass.Statistics[channel].Divisor;
            handed[i] = (long)Quotient(numerator << Math.Max(0, fraction), divisor << Math.Max(0, -fraction));
        }
        bool isZero = Array.TrueForAll(handed, u => u == 0);
        return new(new(handed, isZero ? 0 : errors.Exponent - 6 - fraction), errorSums, productSums);
    }

    private static IEnumerable<long> Channel(long[] tensor, int channel, int channels)
    {
        for (int i = channel; i < tensor.Length; i += channels) yield return tensor[i];
    }
}
