namespace WageSim.Reports;

/// <summary>One layer and phase over all training steps, or all passes of an inference.</summary>
/// <param name="PeProducts">Products made by PEs: MACs times their passes.</param>
/// <param name="Utilization">PE products per PE and cycle.</param>
/// <param name="Stalls">Cycles that a unit waited, by "unit.cause".</param>
/// <param name="Activity">How often everything that costs energy happened.</param>
/// <param name="ZeroProducts">PE products with an operand of zero; null where they were not counted.</param>
public sealed record LayerResult(
    string Name, string Phase, long Cycles, long Macs, long PeProducts, double Utilization, decimal EnergyPicojoules,
    IReadOnlyDictionary<string, long> Stalls, IReadOnlyDictionary<string, long> Activity, long? ZeroProducts)
{
    /// <summary>What of a residual network's notation it is, such as "block 2 (R32/2), conv 1"; null where names say it.</summary>
    public string? Part { get; init; }
}
