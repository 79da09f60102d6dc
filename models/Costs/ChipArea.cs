using WageSim.Models.Hardware;

namespace WageSim.Models.Costs;

/// <summary>The chip as a tree of areas; DRAM is not on it.</summary>
internal static class ChipArea
{
    /// <param name="needs">Widths of the parts that schemes need differently; null: the chip's own.</param>
    public static AreaNode Of(Chip chip, PriceRules rules, NeededParts? needs = null)
    {
        var geometry = new ChipGeometry(chip);
        return AreaNode.Group(chip.Name, 1,
            Arrays(chip, geometry, rules),
            AreaNode.Group("accumulators", 1,
                AreaNode.Leaf(Components.AccumulatorSram, "banks", chip.Accumulator.Banks, rules.SramArea(chip.Accumulator.BankBytes)),
                AreaNode.Leaf(Components.AccumulatorSram, "INT32 adders, one a column", (long)chip.Arrays * chip.Cols, Own("int32.add"))),
            AreaNode.Group("scratchpad", 1,
                AreaNode.Leaf(Components.Scratchpad, "banks", chip.Scratchpad.Banks, rules.SramArea(chip.Scratchpad.BankBytes)) with
                {
                    ScalesWithOperands = true,
                }),
            Vector(chip, geometry, rules, needs ?? NeededParts.Whole(chip.MacBits)),
            AreaNode.Group("DMA", 1,
                AreaNode.Leaf(Components.Dma, "staging pages of an engine", 2, rules.SramArea(geometry.StagingBytes)) with
                {
                    ScalesWithOperands = true,
                }),
            AreaNode.Group("sequencer", 1,
                AreaNode.Leaf(Components.Sequencer, "instruction memory", 1, rules.SramArea(geometry.InstructionBytes)),
                AreaNode.Leaf(Components.Sequencer, "queues", geometry.Queues, rules.SramArea(geometry.QueueBytes)),
                AreaNode.Leaf(Components.Sequencer, "bits of registers", ChipGeometry.SequencerBits, Own("register"))));

        Derived Own(string key) => rules.Entry(key, PriceFigure.SquareMicrons);
    }

    private static AreaNode Arrays(Chip chip, ChipGeometry geometry, PriceRules rules)
    {
        var register = rules.Entry("register", PriceFigure.SquareMicrons);
        AreaNode[] pes = rules.HasWholePes
            ?
            [
                AreaNode.Leaf(Components.Multiply, $"8×{chip.MacBits}-bit PEs with adder and registers", geometry.Pes,
                    rules.Pe(PriceFigure.SquareMicrons, 8, chip.MacBits)),
            ]
            :
            [
                AreaNode.Leaf(Components.Multiply, $"8×{chip.MacBits}-bit multipliers", geometry.Pes,
                    rules.ProductOfWidths("int8.multiply", PriceFigure.SquareMicrons, 8, chip.MacBits)),
                AreaNode.Leaf(Components.Accumulate, "INT32 adders", geometry.Pes, rules.Entry("int32.add", PriceFigure.SquareMicrons)),
                AreaNode.Leaf(Components.PeRegisters, "registers of a PE", geometry.Pes,
                    register.Times(geometry.PeBits, $"{geometry.PeBits} bits")),
            ];
        return AreaNode.Group("arrays", chip.Arrays,
            AreaNode.Group("PEs", geometry.Pes, [.. pes.Select(leaf => leaf with { Part = ChipPart.Pes })]),
            AreaNode.Group("skew registers", chip.Arrays,
                Skew("bits of operands", geometry.OperandSkewBits),
                Skew("bits of sums", geometry.SumSkewBits),
                Skew("bits of preloads", geometry.PreloadSkewBits)));

        AreaNode Skew(string name, long bits) =>
            AreaNode.Leaf(Components.PeRegisters, name, chip.Arrays * bits, register) with { Part = ChipPart.Skew };
    }

    private static AreaNode Vector(Chip chip, ChipGeometry geometry, PriceRules rules, NeededParts needs)
    {
        int lanes = chip.Vector.Lanes;
        return AreaNode.Group("vector unit", 1,
            AreaNode.Group("lanes", lanes,
                Leaf("shifters", lanes, Own("shift")),
                Leaf("comparators", lanes, Own("compare")),
                Leaf("INT32 adders", lanes, Own("int32.add")),
                Leaf($"{needs.Factor}×{needs.OtherFactor}-bit multipliers", needs.Factor > 0 ? lanes : 0, rules.ProductOfWidths(
                    "int32.multiply", PriceFigure.SquareMicrons, needs.Factor, needs.OtherFactor), ChipPart.Multipliers),
                Leaf("tables of powers", needs.Power > 0 ? lanes : 0,
                    rules.NearestLargerSramArea(NeededParts.Powers * needs.Power / 8), ChipPart.Powers),
                Leaf("bits of pipeline registers", geometry.LaneBits, Own("register"))),
            Leaf("adders of the tree over lanes", lanes - 1, Own("int32.add")),
            Leaf("divider's subtractor", needs.Remainder > 0 ? 1 : 0,
                rules.LinearInBits("int32.add", PriceFigure.SquareMicrons, needs.Remainder), ChipPart.Divider),
            Leaf("bits of the divider", needs.Remainder + needs.Divisor + needs.Quotient, Own("register"), ChipPart.Divider),
            Leaf("bits of scalars", ChipGeometry.ScalarBits, Own("register")),
            AreaNode.Leaf(Components.Random, "addressed draws, one a lane", needs.Draws ? lanes : 0,
                Own("int16.add").Times(2, "2 additions")) with { Part = ChipPart.Draws });

        Derived Own(string key) => rules.Entry(key, PriceFigure.SquareMicrons);

        static AreaNode Leaf(string name, long count, Derived each, string part = ChipPart.Others) =>
            AreaNode.Leaf(Components.Vector, name, count, each) with { Part = part };
    }
}
