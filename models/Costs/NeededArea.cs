namespace WageSim.Models.Costs;

/// <summary>A chip that has only the parts, in the widths, that a scheme needs: the same arrays, memories and lanes.</summary>
public static class NeededArea
{
    // Of the weights that stand in PEs.
    private static readonly int[] macWidths = [2, 4, 8];

    private const string AsOnChip = "as on the chip", None = "none";

    /// <summary>Parts in the order of the chip's tree; what the chip has sums to its area.</summary>
    public static IReadOnlyList<NeededPart> Of(ChipPrices prices, NeededParts needs)
    {
        var (chip, rules) = (prices.Chip, new PriceRules(prices.Table));
        int stationary = macWidths.FirstOrDefault(bits => bits >= needs.Stationary, macWidths[^1]);
        var narrow = chip with { MacBits = Math.Min(chip.MacBits, stationary) };
        var own = prices.Area.Leaves.ToLookup(leaf => leaf.Part);
        var needed = ChipArea.Of(narrow, rules, needs).Leaves.ToLookup(leaf => leaf.Part);
        var leadingOne = AreaNode.Leaf(Components.Vector, ChipPart.LeadingOne, needs.LeadingOne > 0 ? 1 : 0,
            rules.LinearInBits("compare", PriceFigure.SquareMicrons, Math.Max(needs.LeadingOne, 1)));
        var products = AreaNode.Leaf(Components.Vector, ChipPart.Products, (long)chip.Vector.Lanes * needs.Products,
            rules.Entry("int32.multiply", PriceFigure.SquareMicrons));
        return
        [
            .. ChipPart.All.Where(part => own.Contains(part)).Select(part => Row(part, [.. needed[part]], [.. own[part]])),
            Row(ChipPart.LeadingOne, [leadingOne], []),
            Row(ChipPart.Products, [products], []),
        ];

        NeededPart Row(string part, AreaNode[] leaves, AreaNode[] ownLeaves)
        {
            var there = leaves.Where(leaf => leaf.Count > 0).ToList();
            return new(part, Width(part, there.Count > 0),
                leaves.Sum(leaf => leaf.SquareMicrons), ownLeaves.Sum(leaf => leaf.SquareMicrons),
                [.. there.SelectMany(leaf => leaf.Entries).Distinct()],
                part == ChipPart.Others ? "" : string.Join("; ", there.Select(leaf => $"{leaf.Count} {leaf.Name}: {leaf.Derivation}")));
        }

        string Width(string part, bool isThere) => !isThere ? None : part switch
        {
            ChipPart.Pes or ChipPart.Skew => $"8×{narrow.MacBits} bits",
            ChipPart.Multipliers => $"{needs.Factor}×{needs.OtherFactor} bits",
            ChipPart.Powers => $"{NeededParts.Powers} entries of {needs.Power} bits",
            ChipPart.Divider => $"{needs.Quotient} bits by {needs.Divisor}",
            ChipPart.LeadingOne => $"{needs.LeadingOne} bits",
            ChipPart.Products => $"{needs.Products} of {ChipGeometry.SumBits}×{ChipGeometry.SumBits} bits a lane",
            _ => AsOnChip,
        };
    }
}
