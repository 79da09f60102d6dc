using WageSim.Models.Hardware;

namespace WageSim.Models.Costs;

/// <summary>Prices of what the vector unit and the sequencer do.</summary>
internal static class UnitPrices
{
    public static IEnumerable<EnergyPrice> Of(Chip chip, PriceRules rules)
    {
        var geometry = new ChipGeometry(chip);
        yield return Vector("shift with rounding", Activity.VectorShift, Own("shift"));
        yield return Vector("compare, clip or select", Activity.VectorCompare, Own("compare"));
        yield return Vector("addition", Activity.VectorAdd, Own("int32.add"));
        yield return Vector("multiplication by a constant", Activity.VectorMultiply,
            rules.ProductOfWidths("int32.multiply", PriceFigure.Picojoules, ChipGeometry.SumBits, ChipGeometry.FactorBits));
        yield return Vector("table of powers", Activity.VectorLookup, Own("lookup"));
        yield return Vector("quotient", Activity.VectorDivide,
            rules.LinearInBits("int32.add", PriceFigure.Picojoules, ChipGeometry.RemainderBits)
                .Times(ChipGeometry.QuotientBits, $"{ChipGeometry.QuotientBits} subtractions"));
        yield return Vector("wide quotient", Activity.VectorWideDivide,
            rules.LinearInBits("int32.add", PriceFigure.Picojoules, ChipGeometry.WideRemainderBits)
                .Times(ChipGeometry.WideQuotientBits, $"{ChipGeometry.WideQuotientBits} subtractions"));
        yield return Vector("comparison of a fraction's halves", Activity.VectorHalfCompare,
            rules.LinearInBits("compare", PriceFigure.Picojoules, ChipGeometry.HalfBits));
        // A tree over the bits, as a comparator is one.
        yield return Vector("leading one", Activity.VectorRange,
            rules.LinearInBits("compare", PriceFigure.Picojoules, ChipGeometry.LeadingOneBits));
        yield return Vector("shift and exponent of a tensor", Activity.VectorRange,
            Own("int32.add").Times(ChipGeometry.RangeAdditions, $"{ChipGeometry.RangeAdditions} additions"));
        yield return Vector("product, of normalisation and averages", Activity.VectorProduct, Own("int32.multiply"));
        yield return Vector("division, a bit of a quotient", Activity.VectorQuotientBit, Subtraction());
        yield return Vector("square root, a bit", Activity.VectorRootBit, Subtraction());
        yield return Vector("wide addition, a lane's part", Activity.VectorWideAdd, Own("int32.add"));
        yield return Vector("flag of an operand", Activity.VectorFlag, Own("compare"));
        // Of an addressed draw two additions are charged, by convention: its hash is a fixed one of shifts, exclusive ors and additions.
        yield return EnergyPrice.Of(Components.Random, "addressed draw", Activity.RandomDraw, Own("int16.add").Times(2, "2 additions"));
        yield return EnergyPrice.Of(Components.Sequencer, "instruction fetched", Activity.SequencerInstruction,
            rules.SramAccess(geometry.InstructionBytes, ChipGeometry.InstructionBits, write: false));
        yield return EnergyPrice.Of(Components.Sequencer, "address register", Activity.SequencerInstruction,
            rules.LinearInBits("registerFile", PriceFigure.Picojoules, 64));

        Derived Own(string key) => rules.Entry(key, PriceFigure.Picojoules);

        // Kept where it leaves no negative number.
        Derived Subtraction() => rules.LinearInBits("int32.add", PriceFigure.Picojoules, ChipGeometry.ChainedBits);

        static EnergyPrice Vector(string item, Activity activity, Derived price) =>
            EnergyPrice.Of(Components.Vector, item, activity, price);
    }
}
