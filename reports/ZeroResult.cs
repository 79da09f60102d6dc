namespace WageSim.Reports;

/// <summary>Products of PEs with at least one zero operand, counted exactly from the data of the first steps, or of all.</summary>
/// <param name="Counted">Steps or passes that were counted.</param>
/// <param name="Of">Steps or passes of the run.</param>
/// <param name="PeProducts">Products of those that were counted.</param>
/// <param name="ZeroProducts">Those with a zero operand.</param>
/// <param name="Share">The one divided by the other, 0…1.</param>
/// <param name="Layers">By layer and phase, where there are products; they sum to the whole.</param>
public sealed record ZeroResult(
    long Counted, long Of, long PeProducts, long ZeroProducts, double Share, IReadOnlyList<ZeroLayerResult> Layers);

/// <summary>Products with a zero operand of one layer and phase in the counted steps or passes.</summary>
public sealed record ZeroLayerResult(string Name, string Phase, long PeProducts, long ZeroProducts, double Share);
