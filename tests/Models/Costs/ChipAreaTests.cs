using WageSim.Models.Costs;
using WageSim.Models.Hardware;

namespace WageSim.Tests.Models.Costs;

public class ChipAreaTests
{
    [Fact]
    public void The_tiny_chip_follows_by_hand()
    {
        var area = ChipPrices.For(ChipFile.Load("tiny", []), PriceTable.Load("paper")).Area;
        var leaves = area.Leaves.ToLookup(leaf => leaf.Name, leaf => leaf.SquareMicrons);
        // 16 PEs of 8×2 bits; registers of 9 + 32 + 2 · 3 + 64 bits; 4 KiB and 8 KiB banks.
        Assert.Equal(16 * 282m / 4, leaves["8×2-bit multipliers"].Single());
        Assert.Equal(16 * 137m, leaves["INT32 adders"].First());
        Assert.Equal(16 * 111 * 5.98m, leaves["registers of a PE"].Single());
        // Triangles of 0 + 1 + 2 + 3 registers: two of 9 bits, one of 32, two of 3.
        string[] skew = ["bits of operands", "bits of sums", "bits of preloads"];
        Assert.Equal(6 * (18 + 32 + 6) * 5.98m, skew.Sum(name => leaves[name].Single()));
        Assert.Equal([4 * 57_500m, 16 * 30_100m], leaves["banks"]);
        Assert.Equal(2 * 15_100m, leaves["staging pages of an engine"].Single());
        Assert.Equal(4 * 8_800m, leaves["tables of powers"].Single());
    }

    [Theory, InlineData("tiny", "paper"), InlineData("edge", "synthesised"), InlineData("wide", "paper"), InlineData("base", "synthesised")]
    public void Leaves_sum_to_the_tree_and_to_its_components(string chip, string table)
    {
        var area = ChipPrices.For(ChipFile.Load(chip, ["arrays=3"]), PriceTable.Load(table)).Area;
        Assert.Equal(area.SquareMicrons, area.Leaves.Sum(leaf => leaf.SquareMicrons));
        Assert.Equal(area.SquareMicrons, area.Leaves.Reverse().Sum(leaf => leaf.Count * leaf.Each));
        Assert.Equal(area.SquareMicrons, area.ByComponent().Values.Sum());
        Assert.Equal(Components.OfArea, area.ByComponent().Keys);
        Assert.True(area.SquareMicrons > 0);
    }

    [Fact]
    public void Area_grows_with_every_part()
    {
        var plain = ChipPrices.For(ChipFile.Load("edge", []), PriceTable.Load("paper")).Area.SquareMicrons;
        foreach (string change in (string[])
            ["arrays=2", "rows=17", "cols=17", "scratchpad.banks=17", "scratchpad.bankKiB=17", "accumulator.banks=5",
             "accumulator.bankKiB=33", "vector.lanes=17", "vector.latencyCycles=7", "dma.pages=5", "sequencer.queueDepth=65"])
            Assert.True(ChipPrices.For(ChipFile.Load("edge", [change]), PriceTable.Load("paper")).Area.SquareMicrons > plain, change);
        foreach (string change in (string[])["macBits=4", "sequencer.instructions=4096"])
            Assert.True(ChipPrices.For(ChipFile.Load("edge", [change]), PriceTable.Load("paper")).Area.SquareMicrons < plain, change);
    }

    [Fact]
    public void Clock_ports_and_DRAM_have_no_area()
    {
        var plain = ChipPrices.For(ChipFile.Load("base", []), PriceTable.Load("paper")).Area.SquareMicrons;
        foreach (string change in (string[])["clockMegahertz=400", "dram=hbm2", "zeroGating=true", "dma.latencyCycles=9"])
            Assert.Equal(plain, ChipPrices.For(ChipFile.Load("base", [change]), PriceTable.Load("paper")).Area.SquareMicrons);
    }
}
