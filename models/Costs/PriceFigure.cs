namespace WageSim.Models.Costs;

/// <summary>What an entry of a price table can say.</summary>
public enum PriceFigure
{
    Picojoules,
    WritePicojoules,
    TimesCurrents,
    SquareMicrons,
    Milliwatts,
}
