using WageSim.Models.Costs;
using WageSim.Models.Hardware;

namespace WageSim.Tests.Models.Costs;

/// <summary>Each figure of each table doubled, on chips of every MAC width: what lists the entry changes, and nothing else.</summary>
public class DoubledPriceTests
{
    private static readonly Chip[] chips =
        [ChipFile.Load("tiny", []), ChipFile.Load("edge", []), ChipFile.Load("wide", []), ChipFile.Load("base", ["macBits=4", "arrays=2"])];

    public static TheoryData<string, string, PriceFigure> Figures
    {
        get
        {
            var data = new TheoryData<string, string, PriceFigure>();
            foreach (string table in PriceTable.Names)
                foreach (var (key, entry) in PriceTable.Load(table).Entries)
                    foreach (var figure in FiguresOf(entry)) data.Add(table, key, figure);
            return data;
        }
    }

    [Theory, MemberData(nameof(Figures))]
    public void A_doubled_figure_doubles_its_own_parts_and_nothing_else(string name, string key, PriceFigure figure)
    {
        var table = PriceTable.Load(name);
        var doubled = table.With(key, figure, 2 * table.ByKey[key][figure]!.Value);
        int changes = 0;
        foreach (var chip in chips)
        {
            var (before, after) = (ChipPrices.For(chip, table), ChipPrices.For(chip, doubled));
            foreach (var (old, now) in before.Energy.Zip(after.Energy))
            {
                bool own = old.Component == Components.Leakage ? figure == PriceFigure.Milliwatts
                    : figure is not (PriceFigure.Milliwatts or PriceFigure.SquareMicrons);
                Check(old.Entries, old.Picojoules, now.Picojoules, own, EnergyPrice.Decimals);
            }
            foreach (var (old, now) in before.Area.Leaves.Zip(after.Area.Leaves))
                Check(old.Entries, old.Each, now.Each, figure == PriceFigure.SquareMicrons, AreaNode.Decimals);
            foreach (var (old, now) in Formats(before).Zip(Formats(after)))
                changes += (old.Multiply, old.Add, old.NarrowAdd) == (now.Multiply, now.Add, now.NarrowAdd) ? 0 : 1;
        }
        // Sizes that no chip has, and gated products, which are free.
        bool isSpare = key.StartsWith("pe.", StringComparison.Ordinal) || key.StartsWith("sram.", StringComparison.Ordinal);
        Assert.True(changes > 0 || isSpare || table.ByKey[key][figure] == 0, "the figure is used nowhere");

        void Check(IReadOnlyList<string> entries, decimal old, decimal now, bool own, int decimals)
        {
            if (old != now) changes++;
            if (!own || !entries.Contains(key)) Assert.Equal(old, now);
            // A macro that has a price for writes has two, of which one is doubled.
            else if (entries.Count == 1 && table.ByKey[key].WritePicojoules is null)
                Assert.InRange(now - 2 * old, -2 * (decimal)Math.Pow(10, -decimals), 2 * (decimal)Math.Pow(10, -decimals));
            else if (entries.Count == 1) Assert.True(now == old || Math.Abs(now - 2 * old) <= 2e-9m);
        }
    }

    private static IEnumerable<PriceFigure> FiguresOf(PriceEntry entry) =>
        Enum.GetValues<PriceFigure>().Where(figure => entry[figure] is not null);

    private static IReadOnlyList<NumberFormatCost> Formats(ChipPrices prices) => FloatingPointComparison.Of(prices, new(new(), 0), 1);

    [Fact]
    public void A_table_of_zeros_gives_neither_energy_nor_area()
    {
        foreach (string name in PriceTable.Names)
        {
            var table = PriceTable.Load(name);
            foreach (var (key, entry) in table.Entries)
                foreach (var figure in FiguresOf(entry)) table = table.With(key, figure, 0);
            foreach (var chip in chips)
            {
                var prices = ChipPrices.For(chip, table);
                Assert.All(prices.Energy, price => Assert.Equal(0, price.Picojoules));
                Assert.Equal(0, prices.Area.SquareMicrons);
            }
        }
    }

    [Fact]
    public void Twice_the_price_of_everything_is_twice_the_energy_and_the_area()
    {
        var table = PriceTable.Load("synthesised");
        var doubled = table;
        foreach (var (key, entry) in table.Entries)
            foreach (var figure in FiguresOf(entry))
                doubled = doubled.With(key, figure, 2 * entry[figure]!.Value);
        foreach (var chip in chips)
        {
            var (before, after) = (ChipPrices.For(chip, table), ChipPrices.For(chip, doubled));
            foreach (var (old, now) in before.Energy.Zip(after.Energy)) Assert.InRange(now.Picojoules - 2 * old.Picojoules, -2e-9m, 2e-9m);
            Assert.InRange(after.Area.SquareMicrons / before.Area.SquareMicrons, 1.9999999m, 2.0000001m);
        }
    }
}
