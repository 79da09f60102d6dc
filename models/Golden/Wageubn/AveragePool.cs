using static WageSim.Models.Golden.Wageubn.WageubnRounding;

namespace WageSim.Models.Golden.Wageubn;

/// <summary>The average over each channel of an image, half to even.</summary>
internal static class AveragePool
{
    /// <summary>Averages of channels-last images: batch × channels.</summary>
    public static long[] Forward(long[] activation, int pixels, int channels)
    {
        var sums = new long[activation.Length / pixels];
        for (int i = 0; i < activation.Length; i++) sums[i / (pixels * channels) * channels + i % channels] += activation[i];
        return Array.ConvertAll(sums, sum => Quotient(sum, pixels));
    }

    /// <summary>The same share for every position; the exponent gives up as many bits as the number of positions has.</summary>
    public static WideError Backward(WideError error, int pixels, int channels)
    {
        int shift = BitLength(pixels) - 1;
        long[] shares = Array.ConvertAll(error.Codes, code => Quotient(code << shift, pixels));
        var codes = new long[shares.Length * pixels];
        for (int i = 0; i < codes.Length; i++) codes[i] = shares[i / (pixels * channels) * channels + i % channels];
        return new(codes, error.Exponent - shift);
    }
}
