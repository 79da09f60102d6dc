using System.Globalization;

namespace WageSim.Models.Costs;

/// <summary>The same network and counts with INT8, FP16 and FP32 MACs: what the WAGE paper's Table 5 says of a whole chip.</summary>
/// <remarks>
/// Each MAC is one product and one addition in all three, as on PEs of 8 bits with operands of 8; memories of operands hold as many
/// values, wider by the ratio of the widths. All else (accumulators, vector unit, sequencer, clock) is left as it is, which favours
/// floating point.
/// </remarks>
public static class FloatingPointComparison
{
    /// <summary>INT8, FP16, FP32.</summary>
    public static IReadOnlyList<NumberFormatCost> Of(ChipPrices prices, WorkCounts work, long macs) =>
    [
        Format(prices, work, macs, "INT8", 8, "int8.multiply", "int32.add", "int8.add"),
        Format(prices, work, macs, "FP16", 16, "fp16.multiply", "fp16.add", "fp16.add"),
        Format(prices, work, macs, "FP32", 32, "fp32.multiply", "fp32.add", "fp32.add"),
    ];

    private static NumberFormatCost Format(
        ChipPrices prices, WorkCounts work, long macs, string name, int bits, string multiply, string add, string narrow)
    {
        // Sums that wait in the accumulators are added to, too.
        long pes = new ChipGeometry(prices.Chip).Pes, additions = checked(macs + work.Activity[Activity.AccumulatorAdd]);
        var parts = new EnergyModel(prices).Parts(work).Where(part => !IsArithmetic(part.Price.Component)).ToList();
        var leaves = prices.Area.Leaves.Where(leaf => !IsArithmetic(leaf.Component)).ToList();
        var memories = new EnergyAndArea(
            parts.Where(part => part.Price.ScalesWithOperands).Sum(part => part.Picojoules),
            leaves.Where(leaf => leaf.ScalesWithOperands).Sum(leaf => leaf.SquareMicrons));
        var cost = new NumberFormatCost(name, bits, Of(multiply), Of(add), Of(narrow))
        {
            Multiplications = new(macs * Of(multiply).Picojoules, pes * Of(multiply).SquareMicrons),
            Additions = new(additions * Of(add).Picojoules, pes * Of(add).SquareMicrons),
            Memories = memories * (bits / 8),
            Others = new(
                parts.Where(part => !part.Price.ScalesWithOperands).Sum(part => part.Picojoules),
                leaves.Where(leaf => !leaf.ScalesWithOperands).Sum(leaf => leaf.SquareMicrons)),
            Arithmetic = [],
        };
        return cost with
        {
            Arithmetic =
            [
                $"multiplications: {Count(macs)} MACs × {N(cost.Multiply.Picojoules)} pJ ({multiply}) = " +
                $"{N(cost.Multiplications.Picojoules)} pJ; " +
                $"{Count(pes)} PEs × {N(cost.Multiply.SquareMicrons)} µm² = {N(cost.Multiplications.SquareMicrons)} µm²",
                $"additions: {Count(additions)} of MACs and stored sums × {N(cost.Add.Picojoules)} pJ ({add}) = " +
                $"{N(cost.Additions.Picojoules)} pJ; " +
                $"{Count(pes)} PEs × {N(cost.Add.SquareMicrons)} µm² = {N(cost.Additions.SquareMicrons)} µm²",
                $"memories of operands: {N(memories.Picojoules)} pJ × {bits}/8 = {N(cost.Memories.Picojoules)} pJ; " +
                $"{N(memories.SquareMicrons)} µm² × {bits}/8 = {N(cost.Memories.SquareMicrons)} µm²",
                $"all else as on the chip: {N(cost.Others.Picojoules)} pJ; {N(cost.Others.SquareMicrons)} µm²",
            ],
        };

        EnergyAndArea Of(string key) => new(prices.Table.ByKey[key].Picojoules!.Value, prices.Table.ByKey[key].SquareMicrons!.Value);
    }

    // A synthesised PE has its registers in the same figure as its multiplier.
    private static bool IsArithmetic(string component) => component is Components.Multiply or Components.Accumulate;

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string N(decimal value) => value.ToString("#,##0.#########", CultureInfo.InvariantCulture);
}
