using WageSim.Models.Hardware;

namespace WageSim.Models.Costs;

/// <summary>Prices of accesses to SRAM and DRAM.</summary>
internal static class MemoryPrices
{
    public static IEnumerable<EnergyPrice> Of(Chip chip, PriceRules rules, PriceTable table)
    {
        var geometry = new ChipGeometry(chip);
        var (sums, operands) = (chip.Accumulator.BankBytes, chip.Scratchpad.BankBytes);
        const int sumBits = ChipGeometry.SumBits;
        yield return Sram(Components.AccumulatorSram, "read", Activity.AccumulatorReadWord, sums, sumBits, write: false);
        yield return Sram(Components.AccumulatorSram, "write", Activity.AccumulatorWriteWord, sums, sumBits, write: true);
        yield return Operand(Sram(Components.Scratchpad, "read", Activity.ScratchpadReadByte, operands, 8, write: false));
        yield return Operand(Sram(Components.Scratchpad, "write", Activity.ScratchpadWriteByte, operands, 8, write: true));
        // A byte on its way is written to a page and read from it.
        foreach (var (way, activity) in ((string, Activity)[])[("load", Activity.DramReadByte), ("store", Activity.DramWriteByte)])
        {
            yield return Operand(Sram(Components.Dma, $"{way}, page written", activity, geometry.StagingBytes, 8, true));
            yield return Operand(Sram(Components.Dma, $"{way}, page read", activity, geometry.StagingBytes, 8, false));
        }
        foreach (var price in Dram(chip, rules, table)) yield return price;

        EnergyPrice Sram(string component, string item, Activity activity, int bytes, int bits, bool write) =>
            EnergyPrice.Of(component, item, activity, rules.SramAccess(bytes, bits, write));
    }

    private static IEnumerable<EnergyPrice> Dram(Chip chip, PriceRules rules, PriceTable table)
    {
        if (table.ByKey.ContainsKey("dram.access"))
        {
            var access = rules.LinearInBits("dram.access", PriceFigure.Picojoules, 8);
            yield return Operand(EnergyPrice.Of(Components.Dram, "read", Activity.DramReadByte, access));
            yield return Operand(EnergyPrice.Of(Components.Dram, "write", Activity.DramWriteByte, access));
            yield break;
        }
        var currents = new DramEnergy(chip.Dram, table.Name);
        int burst = chip.Dram.BurstBytes;
        yield return Row("row opened and closed", Activity.DramActivate, "dram.activate", currents.Activate);
        yield return Operand(EnergyPrice.Of(Components.Dram, "read", Activity.DramReadByte,
            DerivedRow("dram.read", currents.ReadBurst).Times(1m / burst, $"1/{burst} bytes")));
        yield return Operand(EnergyPrice.Of(Components.Dram, "write", Activity.DramWriteByte,
            DerivedRow("dram.write", currents.WriteBurst).Times(1m / burst, $"1/{burst} bytes")));
        if (table.ByKey.ContainsKey("dram.refresh")) yield return Row("refresh", Activity.DramRefresh, "dram.refresh", currents.Refresh);
        if (table.ByKey.ContainsKey("dram.standby"))
            yield return EnergyPrice.Of(Components.Dram, "active standby", null,
                DerivedRow("dram.standby", () => currents.Standby(chip.ClockMegahertz)));

        EnergyPrice Row(string item, Activity activity, string key, Func<Derived> ofCurrents) =>
            EnergyPrice.Of(Components.Dram, item, activity, DerivedRow(key, ofCurrents));

        Derived DerivedRow(string key, Func<Derived> ofCurrents)
        {
            if (table.ByKey[key].Picojoules is not null) return rules.Entry(key, PriceFigure.Picojoules);
            decimal times = table.ByKey[key].TimesCurrents!.Value;
            var energy = ofCurrents() with { Entries = [key] };
            return times == 1 ? energy : energy.Times(times, Derived.Number(times));
        }
    }

    private static EnergyPrice Operand(EnergyPrice price) => price with { ScalesWithOperands = true };
}
