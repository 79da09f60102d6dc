namespace WageSim.Reports.Tables;

/// <summary>Keys of results as words.</summary>
public static class Words
{
    private static readonly Dictionary<string, string> own = new()
    {
        ["dram"] = "DRAM", ["dma"] = "DMA", ["peRegisters"] = "PE registers", ["accumulatorSram"] = "accumulator SRAM",
        ["random"] = "random bits",
    };

    /// <summary>bankConflict → bank conflict, array0 → array 0; abbreviations are written as such.</summary>
    public static string From(string key) => own.GetValueOrDefault(key) ?? string.Concat(key.Select((c, i) =>
    {
        bool begins = i > 0 && (char.IsUpper(c) || char.IsDigit(c) && !char.IsDigit(key[i - 1]));
        return begins ? $" {char.ToLowerInvariant(c)}" : $"{c}";
    }));

    /// <summary>The same with a capital.</summary>
    public static string Heading(string key) => From(key) is { Length: > 0 } words ? char.ToUpperInvariant(words[0]) + words[1..] : "";
}
