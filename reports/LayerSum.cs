using WageSim.Models.Costs;

namespace WageSim.Reports;

/// <summary>Layers and phases taken together: a phase of all layers, or a block of a residual network.</summary>
/// <param name="PeProducts">Products made by PEs: MACs times their passes.</param>
/// <param name="DramBytes">Bytes of all bursts from and to DRAM.</param>
public sealed record LayerSum(string Name, long Cycles, long Macs, long PeProducts, decimal EnergyPicojoules, long DramBytes)
{
    private const string Normalisation = "norm";
    private static readonly string[] phases = ["forward", "loss", "error", "gradient", "update"];

    /// <summary>PE products of a MAC; null without MACs.</summary>
    public double? Passes => Macs == 0 ? null : (double)PeProducts / Macs;

    /// <summary>PE products per PE and cycle.</summary>
    public double Utilization(long pes) => Cycles == 0 ? 0 : PeProducts / ((double)Cycles * pes);

    /// <summary>Bytes of all bursts from and to DRAM, by name of the activity.</summary>
    public static long Dram(IReadOnlyDictionary<string, long> activity) =>
        activity.GetValueOrDefault(nameof(Activity.DramReadByte)) + activity.GetValueOrDefault(nameof(Activity.DramWriteByte));

    public static LayerSum Of(string name, IEnumerable<LayerResult> layers) => layers.Aggregate(
        new LayerSum(name, 0, 0, 0, 0, 0), (sum, layer) => sum with
        {
            Cycles = sum.Cycles + layer.Cycles, Macs = sum.Macs + layer.Macs, PeProducts = sum.PeProducts + layer.PeProducts,
            EnergyPicojoules = sum.EnergyPicojoules + layer.EnergyPicojoules, DramBytes = sum.DramBytes + Dram(layer.Activity),
        });

    /// <summary>Each phase, that of normalisations behind it.</summary>
    public static IReadOnlyList<LayerSum> ByPhase(IEnumerable<LayerResult> layers) =>
    [
        .. layers.GroupBy(layer => (layer.Phase, IsNorm: IsNormalisation(layer)))
            .OrderBy(group => Array.IndexOf(phases, group.Key.Phase)).ThenBy(group => group.Key.IsNorm)
            .Select(group => Of(group.Key.IsNorm ? $"{group.Key.Phase}, normalisation" : group.Key.Phase, group)),
    ];

    /// <summary>Each block, or token, of a residual network, in its order; none of other networks.</summary>
    public static IReadOnlyList<LayerSum> ByBlock(IEnumerable<LayerResult> layers) =>
        [.. layers.Where(layer => layer.Part is not null).GroupBy(Block).Select(group => Of(group.Key, group))];

    /// <summary>"block 2 (R32/2), conv 1" → "block 2 (R32/2)".</summary>
    public static string Block(LayerResult layer) => layer.Part!.Split(", ")[0];

    private static bool IsNormalisation(LayerResult layer) => layer.Name.StartsWith(Normalisation, StringComparison.Ordinal);
}
