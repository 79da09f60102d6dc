using WageSim.Models.Hardware;

namespace WageSim.Models.Costs;

/// <summary>Prices of what the PE arrays do.</summary>
internal static class ArrayPrices
{
    public static IEnumerable<EnergyPrice> Of(Chip chip, PriceRules rules)
    {
        var geometry = new ChipGeometry(chip);
        var product = chip.MacBits switch { 2 => Activity.MacPass2, 4 => Activity.MacPass4, _ => Activity.MacPass8 };
        string widths = $"8×{chip.MacBits}-bit";
        if (rules.HasWholePes)
        {
            yield return EnergyPrice.Of(Components.Multiply, $"{widths} PE with adder and registers", product,
                rules.Pe(PriceFigure.Picojoules, 8, chip.MacBits)) with { IsGated = true };
        }
        else
        {
            yield return EnergyPrice.Of(Components.Multiply, $"{widths} multiplication", product,
                rules.ProductOfWidths("int8.multiply", PriceFigure.Picojoules, 8, chip.MacBits)) with { IsGated = true };
            yield return EnergyPrice.Of(Components.Accumulate, "INT32 addition", product,
                rules.Entry("int32.add", PriceFigure.Picojoules)) with { IsGated = true };
            yield return Registers("moving operand and sum", product, ChipGeometry.MovingBits + ChipGeometry.SumBits);
        }
        yield return EnergyPrice.Of(Components.Accumulate, "INT32 addition to a stored sum", Activity.AccumulatorAdd,
            rules.Entry("int32.add", PriceFigure.Picojoules));
        // In a cycle all skew registers shift and a full array makes R · C products: so many bits for each of them.
        long skew = geometry.OperandSkewBits + geometry.SumSkewBits, pes = (long)chip.Rows * chip.Cols;
        yield return EnergyPrice.Of(Components.PeRegisters, "skew of operands and sums", product,
            rules.Entry("register", PriceFigure.Picojoules).Times((decimal)skew / pes, $"{skew} bits / ({chip.Rows}×{chip.Cols}) PEs"));
        yield return Registers("preloaded slice, shadow and active", Activity.WeightPreload, 2 * geometry.SliceBits);
        yield return EnergyPrice.Of(Components.Multiply, "product of a zero, gated", product,
            rules.Entry("product.gated", PriceFigure.Picojoules)) with { IsForGated = true };

        EnergyPrice Registers(string item, Activity activity, int bits) => EnergyPrice.Of(Components.PeRegisters, item, activity,
            rules.Entry("register", PriceFigure.Picojoules).Times(bits, $"{bits} bits"));
    }
}
