namespace WageSim.Reports;

/// <summary>Energy of a run: counts times prices, in exact decimals, so that every sum is the total.</summary>
/// <param name="Prices">Name of the price table.</param>
/// <param name="Components">Energy in pJ by block of the chip; the sum is the total.</param>
/// <param name="Parts">Each count with its price; the sum is the total.</param>
/// <param name="Layers">Energy by layer and phase; the sum is the total.</param>
/// <param name="WithoutZeroGatingPicojoules">Total if every product costs the same; null where zeros were not counted.</param>
/// <param name="WithZeroGatingPicojoules">Total if products with an operand of zero are gated; null where zeros were not counted.</param>
public sealed record EnergyResult(
    decimal TotalPicojoules, string Prices, IReadOnlyDictionary<string, decimal> Components,
    IReadOnlyList<EnergyPartResult> Parts, IReadOnlyList<LayerEnergyResult> Layers,
    decimal? WithoutZeroGatingPicojoules, decimal? WithZeroGatingPicojoules);

/// <summary>A count times a price.</summary>
/// <param name="Item">What costs it, within the component.</param>
/// <param name="Unit">What is counted.</param>
/// <param name="PicojoulesEach">Price of one count on this chip.</param>
/// <param name="Entries">Entries of the price table that the price is made of.</param>
/// <param name="Derivation">How, with numbers.</param>
public sealed record EnergyPartResult(
    string Component, string Item, string Unit, long Count, decimal PicojoulesEach, decimal Picojoules,
    IReadOnlyList<string> Entries, string Derivation);

/// <summary>Energy of one layer and phase, whole and by component.</summary>
public sealed record LayerEnergyResult(string Name, string Phase, decimal Picojoules, IReadOnlyDictionary<string, decimal> Components);
