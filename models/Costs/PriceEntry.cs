namespace WageSim.Models.Costs;

/// <summary>A physical price: energy, area and leakage of one unit, and who says so.</summary>
/// <param name="Unit">What one of it is.</param>
/// <param name="WidthBits">Bits of the operand or word that it is for; 0 where there is none.</param>
/// <param name="Status">checked (in independent copies of its source), derived (arithmetic in the source) or convention.</param>
/// <param name="Source">Where the figures are from.</param>
public sealed record PriceEntry(string Unit, int WidthBits, string Status, string Source)
{
    /// <summary>Bits of the other operand of a PE; 0 of anything else.</summary>
    public int OtherBits { get; init; }

    /// <summary>Capacity of an SRAM; 0 of anything else.</summary>
    public int Bytes { get; init; }

    /// <summary>Energy in pJ; of an SRAM that has another for writes, of a read.</summary>
    public decimal? Picojoules { get; init; }

    /// <summary>Energy of an SRAM's write in pJ.</summary>
    public decimal? WritePicojoules { get; init; }

    /// <summary>Energy as a multiple of what the DRAM's data-sheet currents give.</summary>
    public decimal? TimesCurrents { get; init; }

    /// <summary>Area in µm².</summary>
    public decimal? SquareMicrons { get; init; }

    /// <summary>Leakage in mW.</summary>
    public decimal? Milliwatts { get; init; }

    /// <summary>What other sources say.</summary>
    public string? Note { get; init; }

    /// <summary>A figure of the entry, or null.</summary>
    public decimal? this[PriceFigure figure] => figure switch
    {
        PriceFigure.Picojoules => Picojoules,
        PriceFigure.WritePicojoules => WritePicojoules,
        PriceFigure.TimesCurrents => TimesCurrents,
        PriceFigure.SquareMicrons => SquareMicrons,
        _ => Milliwatts,
    };

    /// <summary>The entry with another figure.</summary>
    public PriceEntry With(PriceFigure figure, decimal value) => figure switch
    {
        PriceFigure.Picojoules => this with { Picojoules = value },
        PriceFigure.WritePicojoules => this with { WritePicojoules = value },
        PriceFigure.TimesCurrents => this with { TimesCurrents = value },
        PriceFigure.SquareMicrons => this with { SquareMicrons = value },
        _ => this with { Milliwatts = value },
    };
}
