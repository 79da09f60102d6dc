using WageSim.Models;
using WageSim.Models.Costs;
using WageSim.Models.Hardware;

namespace WageSim.Tests.Models.Costs;

public class ChipPricesTests
{
    private static readonly PriceTable Paper = PriceTable.Load("paper"), Synthesised = PriceTable.Load("synthesised");

    // edge: 16×16 PEs of 8 bits, 16 scratchpad banks of 16 KiB, 4 accumulator banks of 32 KiB, 500 MHz; each price by hand.
    [Theory]
    [InlineData("8×8-bit multiplication", 0.2)]
    [InlineData("INT32 addition", 0.1)]
    [InlineData("INT32 addition to a stored sum", 0.1)]
    [InlineData("moving operand and sum", 0.009 * 41)]
    [InlineData("preloaded slice, shadow and active", 0.009 * 18)]
    [InlineData("shift with rounding", 0.1)]
    [InlineData("quotient", 0.1 * 17 * 35 / 32)]
    [InlineData("wide quotient", 0.1 * 12 * 64 / 32)]
    [InlineData("comparison of a fraction's halves", 0.1 / 2)]
    [InlineData("leading one", 0.1 * 2)]
    [InlineData("shift and exponent of a tensor", 0.1 * 5)]
    [InlineData("multiplication by a constant", 3.1 * 17 / 32)]
    [InlineData("product, of normalisation and averages", 3.1)]
    [InlineData("division, a bit of a quotient", 0.1 * 64 / 32)]
    [InlineData("square root, a bit", 0.1 * 64 / 32)]
    [InlineData("wide addition, a lane's part", 0.1)]
    [InlineData("flag of an operand", 0.1)]
    [InlineData("addressed draw", 2 * 0.05)]
    [InlineData("instruction fetched", 200)]
    [InlineData("address register", 2)]
    public void Prices_of_the_paper_table_follow_by_hand(string item, double picojoules)
    {
        var price = ChipPrices.For(ChipFile.Load("edge", []), Paper).Energy.Single(price => price.Item == item);
        Assert.Equal(picojoules, (double)price.Picojoules, 1e-9);
    }

    [Theory]
    [InlineData("edge", "accumulatorSram", "read", 20.0 / 2)]
    [InlineData("edge", "scratchpad", "write", 14.142135623730951 / 8)]
    [InlineData("tiny", "accumulatorSram", "read", 10.0 / 2)]
    [InlineData("tiny", "scratchpad", "read", 7.0710678118654755 / 8)]
    [InlineData("edge", "dram", "read", 640.0 / 4)]
    [InlineData("edge", "dma", "load, page read", 5.0 / 8)]
    public void Memories_follow_a_power_law_of_their_size(string chip, string component, string item, double picojoules)
    {
        var prices = ChipPrices.For(ChipFile.Load(chip, []), Paper).Energy;
        var price = prices.Single(price => (price.Component, price.Item) == (component, item));
        Assert.Equal(picojoules, (double)price.Picojoules, 1e-9);
    }

    [Fact]
    public void Narrow_multipliers_cost_the_product_of_their_widths()
    {
        Assert.Equal("0.2 pJ × (8×2)/(8×8) = 0.05 pJ", Item("tiny", Paper, Components.Multiply).Derivation);
        Assert.Equal(0.05m, Item("tiny", Paper, Components.Multiply).Picojoules);
        Assert.Equal(0.1m, Item("edge", Paper, Components.Multiply, "macBits=4").Picojoules);
        // A whole PE by the product of its widths: 2×8 is 4×4; 4×8 lies halfway, on a logarithmic scale, to 8×8.
        Assert.Equal(0.082m, Item("tiny", Synthesised, Components.Multiply).Picojoules);
        Assert.Equal(Math.Sqrt(0.082 * 0.203), (double)Item("edge", Synthesised, Components.Multiply, "macBits=4").Picojoules, 1e-9);
        Assert.Equal(0.203m, Item("edge", Synthesised, Components.Multiply).Picojoules);
    }

    private static EnergyPrice Item(string chip, PriceTable table, string component, params string[] overrides) =>
        ChipPrices.For(ChipFile.Load(chip, overrides), table).Energy.First(price => price.Component == component);

    [Fact]
    public void DRAM_by_its_currents_tells_hits_from_misses()
    {
        var prices = ChipPrices.For(ChipFile.Load("edge", []), Synthesised).Energy.Where(price => price.Component == Components.Dram)
            .ToDictionary(price => price.Item, price => price.Picojoules);
        // LPDDR4-2400, four devices of 16 bits: 1.2 V · (80 · 47 - 47 · 32 - 34 · 15) mA · 0.83 ns · 4.
        Assert.Equal(6956.064m, prices["row opened and closed"]);
        // 1.2 · (243 - 47) · 8 · 0.83 · 4 a burst of 128 bytes; 1.2 · (228 - 47) · 8 · 0.83 · 4.
        Assert.Equal(6246.912m / 128, prices["read"]);
        Assert.Equal(5768.832m / 128, prices["write"]);
        Assert.Equal(363_882.624m, prices["refresh"]);
        // 1.2 V · 47 mA · 4 devices = 225.6 mW, at 500 MHz.
        Assert.Equal(451.2m, prices["active standby"]);
        // HBM2, eight channels of one device, 512 bytes a burst: 1.2 · (390 - 55) · 2 · 1 · 8.
        var hbm = ChipPrices.For(ChipFile.Load("wide", []), Synthesised).Energy;
        Assert.Equal(6432m / 512, hbm.Single(price => (price.Component, price.Item) == (Components.Dram, "read")).Picojoules);
    }

    [Fact]
    public void Prices_by_currents_need_currents()
    {
        var chip = ChipFile.Load("edge", []);
        chip = chip with { Dram = chip.Dram with { Currents = null } };
        Assert.Equal("DRAM lpddr4-2400: currents are missing; price table synthesised prices DRAM by them",
            Assert.Throws<InputException>(() => ChipPrices.For(chip, Synthesised)).Message);
        Assert.NotEmpty(ChipPrices.For(chip, Paper).Energy);
    }

    [Fact]
    public void Leakage_is_milliwatts_times_the_time_of_a_cycle()
    {
        var prices = ChipPrices.For(ChipFile.Load("edge", []), Paper).Energy.Where(price => price.Component == Components.Leakage)
            .ToDictionary(price => price.Item, price => price.Picojoules);
        // mW · 2 ns = 2 pJ: 256 PEs of 16.1 µW; 256 KiB and 128 KiB of 100 mW a MiB.
        Assert.Equal(256 * 0.0161m * 2, prices["PEs"]);
        Assert.Equal(100m / 4 * 2, prices["scratchpad banks"]);
        Assert.Equal(100m / 8 * 2, prices["accumulator banks"]);
        var fast = ChipPrices.For(ChipFile.Load("edge", ["clockMegahertz=1000"]), Paper).Energy;
        Assert.Equal(prices["PEs"] / 2, fast.Single(price => (price.Component, price.Item) == (Components.Leakage, "PEs")).Picojoules);
    }

    // Register by register, where ChipGeometry has formulas.
    [Theory, InlineData("tiny"), InlineData("edge"), InlineData("wide")]
    public void Skew_registers_are_triangles(string name)
    {
        var chip = ChipFile.Load(name, ["cols=7"]);
        var geometry = new ChipGeometry(chip);
        long operands = 0, sums = 0, preloads = 0;
        for (int r = 0; r < chip.Rows; r++)
            for (int delay = 0; delay < r; delay++) (operands, preloads) = (operands + 9, preloads + chip.MacBits + 1);
        for (int c = 0; c < chip.Cols; c++)
        {
            for (int delay = 0; delay < c; delay++) (operands, preloads) = (operands + 9, preloads + chip.MacBits + 1);
            for (int delay = c; delay < chip.Cols - 1; delay++) sums += 32;
        }
        Assert.Equal((operands, sums, preloads), (geometry.OperandSkewBits, geometry.SumSkewBits, geometry.PreloadSkewBits));
    }

    [Theory, InlineData("tiny"), InlineData("edge"), InlineData("base"), InlineData("wide")]
    public void Every_price_and_area_shows_its_entries_and_its_derivation(string chip)
    {
        foreach (var table in (PriceTable[])[Paper, Synthesised])
        {
            var prices = ChipPrices.For(ChipFile.Load(chip, []), table);
            Assert.All(prices.Energy, price => Check(price.Entries, price.Derivation, price.Picojoules, "pJ", table));
            Assert.All(prices.Area.Leaves, leaf => Check(leaf.Entries, leaf.Derivation, leaf.Each, "µm²", table));
            Assert.Equal(prices.Energy.Count, prices.Energy.Select(price => (price.Component, price.Item)).Distinct().Count());
            Assert.All(prices.Energy, price => Assert.Contains(price.Component, Components.OfEnergy));
        }

        static void Check(IReadOnlyList<string> entries, string derivation, decimal value, string unit, PriceTable table)
        {
            Assert.NotEmpty(entries);
            Assert.All(entries, entry => Assert.Contains(entry, table.ByKey.Keys));
            Assert.EndsWith($"{value.ToString("0.#########", System.Globalization.CultureInfo.InvariantCulture)} {unit}", derivation);
        }
    }

    [Fact]
    public void What_no_price_is_for_is_in_another_price()
    {
        var priced = ChipPrices.For(ChipFile.Load("edge", []), Paper).Energy.Select(price => price.Activity).ToHashSet();
        // Rows and refreshes are in the flat price of an access; PEs of 8 bits make products of 8 bits.
        Assert.Equal([Activity.MacPass2, Activity.MacPass4, Activity.DramActivate, Activity.DramRefresh],
            Activities.All.Where(activity => !priced.Contains(activity)));
        var byRow = ChipPrices.For(ChipFile.Load("edge", []), Synthesised).Energy.Select(price => price.Activity).ToHashSet();
        Assert.Equal([Activity.MacPass2, Activity.MacPass4], Activities.All.Where(activity => !byRow.Contains(activity)));
    }
}
