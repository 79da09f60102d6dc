using WageSim.Models.Hardware;

namespace WageSim.Models.Costs;

/// <summary>Prices of a chip cycle, whatever happens in it: clocked registers and leakage.</summary>
internal static class StandingPrices
{
    public static IEnumerable<EnergyPrice> Of(Chip chip, PriceRules rules)
    {
        var geometry = new ChipGeometry(chip);
        long skew = chip.Arrays * geometry.SkewBits;
        // A synthesised PE's figure is of a whole cycle, its clock included.
        if (!rules.HasWholePes) yield return Clock("PEs", geometry.Pes * geometry.PeBits);
        yield return Clock("skew registers", skew);
        yield return Clock("vector unit", geometry.LaneBits + ChipGeometry.VectorBits);
        yield return Clock("sequencer", ChipGeometry.SequencerBits);

        yield return Leakage("PEs", rules.Pe(PriceFigure.Milliwatts, 8, chip.MacBits), geometry.Pes, "PEs");
        yield return Leakage("skew registers", rules.Entry("register", PriceFigure.Milliwatts), skew, "bits");
        yield return Leakage("accumulator banks", rules.SramLeakage(chip.Accumulator.BankBytes), chip.Accumulator.Banks, "banks");
        yield return Leakage("scratchpad banks", rules.SramLeakage(chip.Scratchpad.BankBytes), chip.Scratchpad.Banks, "banks") with
        {
            ScalesWithOperands = true,
        };
        yield return Leakage("staging pages", rules.SramLeakage(geometry.StagingBytes), 2, "engines") with { ScalesWithOperands = true };
        yield return Leakage("vector lanes", rules.Entry("lane", PriceFigure.Milliwatts), chip.Vector.Lanes, "lanes");
        yield return Leakage("instruction memory", rules.SramLeakage(geometry.InstructionBytes), 1, "memory");
        yield return Leakage("queues", rules.SramLeakage(geometry.QueueBytes), geometry.Queues, "queues");
        yield return Leakage("registers of vector unit and sequencer", rules.Entry("register", PriceFigure.Milliwatts),
            geometry.LaneBits + ChipGeometry.VectorBits + ChipGeometry.SequencerBits, "bits");

        EnergyPrice Clock(string item, long bits) => EnergyPrice.Of(Components.Clock, item, null,
            rules.Entry("clock", PriceFigure.Picojoules).Times(bits, $"{bits} bits"));

        // mW / MHz = nJ a cycle.
        EnergyPrice Leakage(string item, Derived milliwatts, long count, string of) => EnergyPrice.Of(Components.Leakage, item, null,
            milliwatts.Times(count, $"{count} {of}").Times(1000m / chip.ClockMegahertz, $"1000 / {chip.ClockMegahertz} MHz"));
    }
}
