namespace WageSim.Reports;

/// <summary>The price table that energy and area follow from.</summary>
public sealed record PriceTableResult(string Name, string Description, IReadOnlyList<PriceEntryResult> Entries);

/// <summary>An entry of a price table.</summary>
/// <param name="Key">Its name in the table.</param>
/// <param name="Unit">What one of it is.</param>
/// <param name="Source">Where the figures are from.</param>
/// <param name="Status">checked, derived or convention.</param>
public sealed record PriceEntryResult(string Key, string Unit, int WidthBits, string Status, string Source)
{
    /// <summary>Bits of the other operand of a PE; capacity of an SRAM in bytes; 0 of anything else.</summary>
    public int OtherBits { get; init; }
    public int Bytes { get; init; }

    /// <summary>Energy of one; null where the entry has none.</summary>
    public decimal? Picojoules { get; init; }

    /// <summary>Energy of a write, where it differs from a read's.</summary>
    public decimal? WritePicojoules { get; init; }

    /// <summary>Energy as a multiple of what the DRAM's data-sheet currents say.</summary>
    public decimal? TimesCurrents { get; init; }

    /// <summary>Area of one.</summary>
    public decimal? SquareMicrons { get; init; }

    /// <summary>Leakage of one.</summary>
    public decimal? Milliwatts { get; init; }

    /// <summary>What other sources say.</summary>
    public string? Note { get; init; }
}
