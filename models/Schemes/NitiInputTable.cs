namespace WageSim.Models.Schemes;

/// <summary>Pixel bytes → input codes of NITI: normalised by channel, one exponent for the whole image.</summary>
/// <remarks>
/// The authors take the exponent from the largest magnitude of each batch. A bright pixel decides it, and almost every batch has one, so
/// here it is that of the whole table.
/// </remarks>
public sealed class NitiInputTable
{
    private readonly sbyte[][] codes;

    private NitiInputTable(int exponent, sbyte[][] codes) => (Exponent, this.codes) = (exponent, codes);

    /// <summary>Of CIFAR-10, with the means and deviations that the authors normalise by: exponent -5, codes within ±68.</summary>
    public static NitiInputTable Cifar10 { get; } =
        Of([0.49139968m, 0.48215827m, 0.44653124m], [0.24703233m, 0.24348505m, 0.26158768m]);

    /// <summary>Code c stands for c · 2^exponent.</summary>
    public int Exponent { get; }

    /// <summary>Channels of a pixel.</summary>
    public int Channels => codes.Length;

    /// <summary>The code of a pixel byte in a channel.</summary>
    public sbyte this[int channel, byte pixel] => codes[channel][pixel];

    /// <summary>Code = round((pixel / 255 - mean) / deviation · 2^-exponent), halves to even; exponent = ceil(log2 largest) - 7.</summary>
    /// <param name="means">Of each channel, where black is 0 and white 1.</param>
    /// <param name="deviations">Of each channel, above 0.</param>
    public static NitiInputTable Of(IReadOnlyList<decimal> means, IReadOnlyList<decimal> deviations)
    {
        if (means.Count == 0 || means.Count != deviations.Count)
            throw new ArgumentException($"{means.Count} means and {deviations.Count} deviations; as many of each are expected");
        if (deviations.Any(deviation => deviation <= 0)) throw new ArgumentException("deviations above 0 are expected", nameof(deviations));
        decimal[][] values = [.. means.Zip(deviations, (mean, deviation) =>
            Enumerable.Range(0, 256).Select(pixel => (pixel - 255 * mean) / (255 * deviation)).ToArray())];
        decimal largest = values.Max(channel => channel.Max(Math.Abs)), bound = 1;
        int log2 = 0;
        for (; bound < largest; bound *= 2) log2++;
        for (; bound / 2 >= largest; bound /= 2) log2--;
        decimal unit = bound / (1 << NitiParameters.MagnitudeBits);
        return new(log2 - NitiParameters.MagnitudeBits, [.. values.Select(channel => Array.ConvertAll(channel, value =>
            (sbyte)Math.Clamp(Math.Round(value / unit), NitiParameters.MinCode, NitiParameters.MaxCode)))]);
    }

    /// <summary>Codes of images in channels-last order.</summary>
    public sbyte[] Codes(ReadOnlySpan<byte> pixels)
    {
        var result = new sbyte[pixels.Length];
        for (int i = 0; i < result.Length; i++) result[i] = codes[i % Channels][pixels[i]];
        return result;
    }
}
