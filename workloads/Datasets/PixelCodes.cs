using WageSim.Models.Schemes.Niti;

namespace WageSim.Workloads.Datasets;

/// <summary>Pixel bytes → the 8-bit codes that the first layer reads: a table of 256 codes a channel, one exponent for all.</summary>
public sealed class PixelCodes
{
    private readonly sbyte[][] tables;

    private PixelCodes(int exponent, sbyte[][] tables) => (Exponent, this.tables) = (exponent, tables);

    /// <summary>
    /// [0, 255] → [-1, 1], v / 127.5 - 1 in 8 bits (WAGE, authors' code), for any number of channels: clip(v - 128 + [v ≥ 128], ±127),
    /// never 0; exponent -7.
    /// </summary>
    public static PixelCodes SignedUnit { get; } =
        new(-7, [[.. Enumerable.Range(0, 256).Select(v => (sbyte)Math.Clamp(v - 128 + (v >> 7), -127, 127))]]);

    /// <summary>Code c stands for c · 2^exponent.</summary>
    public int Exponent { get; }

    /// <summary>Channels with tables of their own; 1 where one table serves all, however many there are.</summary>
    public int Channels => tables.Length;

    /// <summary>The code of a pixel byte in a channel.</summary>
    public sbyte this[int channel, byte pixel] => tables[channel % tables.Length][pixel];

    /// <summary>
    /// Code = round((pixel / 255 - mean) / deviation · 2^-exponent), halves to even, within -128…127; exponent = ceil(log2 largest) - 7,
    /// the largest magnitude being that of all tables (NITI).
    /// </summary>
    /// <remarks>
    /// NITI's authors take the exponent from the largest magnitude of each batch. A bright pixel decides it, and almost every batch has
    /// one, so here it is that of the whole table.
    /// </remarks>
    public static PixelCodes Normalised(PixelStatistics statistics)
    {
        var (means, deviations) = statistics;
        if (means.Count == 0 || means.Count != deviations.Count)
            throw new ArgumentException($"{means.Count} means and {deviations.Count} deviations; as many of each are expected");
        if (deviations.Any(deviation => deviation <= 0)) throw new ArgumentException("deviations above 0 are expected");
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

    /// <summary>Codes of whole pixels in channels-last order.</summary>
    public void Encode(ReadOnlySpan<byte> pixels, Span<sbyte> codes)
    {
        if (pixels.Length != codes.Length) throw new ArgumentException($"{codes.Length} codes for {pixels.Length} pixels", nameof(codes));
        if (pixels.Length % Channels != 0) throw new ArgumentException($"{pixels.Length} bytes are not pixels of {Channels} channels");
        for (int channel = 0; channel < tables.Length; channel++)
        {
            sbyte[] table = tables[channel];
            for (int i = channel; i < pixels.Length; i += tables.Length) codes[i] = table[pixels[i]];
        }
    }
}
