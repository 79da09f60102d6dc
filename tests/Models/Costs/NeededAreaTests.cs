using WageSim.Models.Costs;
using WageSim.Models.Hardware;
using WageSim.Models.Networks;
using WageSim.Models.Schemes;
using WageSim.Models.Schemes.Niti;
using WageSim.Models.Schemes.Wage;

namespace WageSim.Tests.Models.Costs;

public class NeededAreaTests
{
    private static readonly ImageShape image = new(8, 8, 1);

    private static WageParameters Wage(string loss, string bits = "2-8-8-8") =>
        WageParameters.Default(Network.Parse($"4C3-MP2-10{loss}", image), BitWidths.Parse(bits));

    private static NitiParameters Niti(NitiLoss loss) => NitiParameters.Default(Network.Parse("4C3-MP2-10CE", image)) with { Loss = loss };

    [Theory, InlineData("tiny", "paper"), InlineData("edge", "synthesised"), InlineData("base", "paper"), InlineData("wide", "synthesised")]
    public void The_chip_s_own_parts_sum_to_its_area(string chip, string table)
    {
        var prices = ChipPrices.For(ChipFile.Load(chip, []), PriceTable.Load(table));
        foreach (var parameters in (SchemeParameters[])[Wage("SSE"), Wage("CE"), Niti(NitiLoss.Fixed2021), Niti(NitiLoss.Integer2020)])
        {
            var parts = NeededArea.Of(prices, parameters.Needs);
            Assert.Equal(prices.Area.SquareMicrons, parts.Sum(part => part.OnChip));
            Assert.Equal(parts.Count, parts.Select(part => part.Part).Distinct().Count());
            // What no scheme narrows is as on the chip, and no part is wider but the divider, which takes the lanes beside it on the chip.
            Assert.All(parts.Where(part => part.Part is not (ChipPart.Divider or ChipPart.LeadingOne)), part =>
                Assert.InRange(part.SquareMicrons, 0, part.OnChip));
            Assert.Equal(Part(parts, ChipPart.Others).OnChip, Part(parts, ChipPart.Others).SquareMicrons);
            Assert.All(parts.SelectMany(part => part.Entries), entry => Assert.Contains(entry, prices.Table.ByKey.Keys));
            Assert.All(parts, part => Assert.Equal(part.SquareMicrons == 0, part.Width == "none"));
        }
    }

    // edge: 256 PEs of 8 bits, 16 lanes.
    [Fact]
    public void Widths_of_the_schemes_follow_by_hand()
    {
        var prices = ChipPrices.For(ChipFile.Load("edge", []), PriceTable.Load("paper"));
        var wage = NeededArea.Of(prices, Wage("SSE").Needs);
        // 8×2 multipliers; registers of 9 + 32 + 2 · 3 + 64 bits.
        Assert.Equal(256 * (282m / 4 + 137 + 111 * 5.98m), Part(wage, ChipPart.Pes).SquareMicrons);
        Assert.Equal("8×2 bits", Part(wage, ChipPart.Pes).Width);
        Assert.All((string[])[ChipPart.Multipliers, ChipPart.Powers, ChipPart.Divider], part =>
            Assert.Equal(0, Part(wage, part).SquareMicrons));
        Assert.Equal(16 * 2 * 67m, Part(wage, ChipPart.Draws).SquareMicrons);
        Assert.Equal(71m * 2, Part(wage, ChipPart.LeadingOne).SquareMicrons);

        var softmax = NeededArea.Of(prices, Wage("CE").Needs);
        Assert.All((string[])[ChipPart.Multipliers, ChipPart.Powers, ChipPart.Divider], part =>
            Assert.Equal(Part(softmax, part).OnChip, Part(softmax, part).SquareMicrons));
        Assert.Equal(16 * 8800m, Part(softmax, ChipPart.Powers).SquareMicrons);

        // Further multipliers stand beside the lane's own, which are as on the chip.
        var products = NeededArea.Of(prices, NeededParts.Whole(8) with { Products = 3 });
        Assert.Equal(16 * 3 * 3495m, Part(products, ChipPart.Products).SquareMicrons);
        Assert.Equal("3 of 32×32 bits a lane", Part(products, ChipPart.Products).Width);
        Assert.Equal(0, Part(products, ChipPart.Products).OnChip);
        Assert.Equal(0, Part(wage, ChipPart.Products).SquareMicrons);

        var niti = NeededArea.Of(prices, Niti(NitiLoss.Fixed2021).Needs);
        Assert.Equal(256 * (282m + 137 + 123 * 5.98m), Part(niti, ChipPart.Pes).SquareMicrons);
        Assert.Equal(16 * Math.Round(3495m * 9 * 16 / 1024, 6), Part(niti, ChipPart.Multipliers).SquareMicrons);
        Assert.Equal(137m * 2 + (64 + 63 + 12) * 5.98m, Part(niti, ChipPart.Divider).SquareMicrons);
        Assert.Equal("12 bits by 63", Part(niti, ChipPart.Divider).Width);
        // 512 bytes lie in the macro of 1 KiB, as 800 do.
        var powers = Part(niti, ChipPart.Powers);
        Assert.Equal(("256 entries of 16 bits", 16 * 8800m), (powers.Width, powers.SquareMicrons));
        Assert.Equal("none", Part(NeededArea.Of(prices, Niti(NitiLoss.Integer2020).Needs), ChipPart.Powers).Width);
    }

    [Theory]
    [InlineData("2-8-8-8", "macBits=8", "8×2 bits")]
    [InlineData("3-8-8-8", "macBits=8", "8×4 bits")]
    [InlineData("8-8-8-8", "macBits=8", "8×8 bits")]
    [InlineData("12-12-12-12", "macBits=8", "8×8 bits")]
    [InlineData("8-8-8-8", "macBits=2", "8×2 bits")]
    [InlineData("2-8-8-8", "macBits=4", "8×2 bits")]
    public void PEs_are_as_wide_as_weights_and_no_wider_than_the_chip_s(string bits, string change, string width)
    {
        var prices = ChipPrices.For(ChipFile.Load("edge", [change]), PriceTable.Load("synthesised"));
        Assert.Equal(width, Part(NeededArea.Of(prices, Wage("SSE", bits).Needs), ChipPart.Pes).Width);
    }

    [Fact]
    public void Without_prices_nothing_has_area()
    {
        var table = PriceTable.Load("paper");
        foreach (var entry in table.Entries.Where(entry => entry.Value.SquareMicrons is not null))
            table = table.With(entry.Key, PriceFigure.SquareMicrons, 0);
        var parts = NeededArea.Of(ChipPrices.For(ChipFile.Load("edge", []), table), Niti(NitiLoss.Fixed2021).Needs);
        Assert.All(parts, part => Assert.Equal((0, 0), (part.SquareMicrons, part.OnChip)));
    }

    private static NeededPart Part(IReadOnlyList<NeededPart> parts, string name) => parts.Single(part => part.Part == name);
}
