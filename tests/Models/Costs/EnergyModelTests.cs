using FsCheck;
using FsCheck.Fluent;
using WageSim.Models.Costs;
using WageSim.Models.Hardware;

namespace WageSim.Tests.Models.Costs;

public class EnergyModelTests
{
    private static readonly EnergyModel Paper = Of("edge");

    private static EnergyModel Of(string chip, params string[] overrides) =>
        new(ChipPrices.For(ChipFile.Load(chip, overrides), PriceTable.Load("paper")));

    private static WorkCounts Counts(params (Activity Activity, long Count)[] entries)
    {
        var counts = new ActivityCounts();
        foreach (var (activity, count) in entries) counts.Add(activity, count);
        return new(counts, 0);
    }

    [Fact]
    public void Energy_is_counts_times_prices()
    {
        // 1000 · (0.2 + 0.1 + 41 · 0.009 + 6000 / 256 · 0.009) + 128 · (160 + 2 · 0.625)
        var counts = Counts((Activity.MacPass8, 1000), (Activity.DramReadByte, 128));
        Assert.Equal(1000 * (0.3m + 0.369m + 0.2109375m) + 128 * 161.25m, Paper.Picojoules(counts));
        Assert.Equal(0, Paper.Picojoules(new(new(), 0)));
    }

    [Fact]
    public void Idle_cycles_cost_clock_and_leakage()
    {
        var parts = Paper.Parts(new(new(), 1000));
        Assert.All(parts.Where(part => part.Picojoules > 0),
            part => Assert.Contains(part.Price.Component, (string[])[Components.Clock, Components.Leakage]));
        Assert.Equal(1000 * Paper.Picojoules(new(new(), 1)), parts.Sum(part => part.Picojoules));
    }

    [Fact]
    public void Energy_is_linear_in_the_counts() => Prop.ForAll<uint, uint, byte>((a, b, times) =>
    {
        WorkCounts x = new(Of(i => a % 1_000_003 * (i + 1)), a), y = new(Of(i => b % 999_983 + i), b);
        WorkCounts both = new(x.Activity * times + y.Activity, x.Cycles * times + y.Cycles);
        return Paper.Picojoules(both) == times * Paper.Picojoules(x) + Paper.Picojoules(y)
            && Paper.Picojoules(x * times) == times * Paper.Picojoules(x);

        static ActivityCounts Of(Func<int, long> count)
        {
            var counts = new ActivityCounts();
            foreach (var activity in Activities.All) counts.Add(activity, count((int)activity));
            return counts;
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Components_sum_to_the_total_digit_by_digit_even_of_years()
    {
        var work = new WorkCounts(new(), 123_456_789_012_345);
        foreach (var activity in Activities.All) work.Activity.Add(activity, 98_765_432_109_876 - (int)activity);
        var parts = Paper.Parts(work);
        Assert.Equal(Paper.Picojoules(work), EnergyModel.ByComponent(parts).Values.Sum());
        Assert.Equal(Paper.Picojoules(work), parts.Reverse().Sum(part => part.Picojoules));
        Assert.Equal(Components.OfEnergy, EnergyModel.ByComponent(parts).Keys);
    }

    [Fact]
    public void Gated_products_save_multiplication_and_addition_but_not_the_registers()
    {
        var work = Counts((Activity.MacPass8, 1000)) with { ZeroProducts = 400 };
        Assert.Equal(1000 * (0.3m + 0.369m + 0.2109375m), Paper.Picojoules(work));
        Assert.Equal(Paper.Picojoules(work), Paper.Picojoules(work, gated: false));
        Assert.Equal(Paper.Picojoules(work) - 400 * 0.3m, Paper.Picojoules(work, gated: true));
        var gating = Of("edge", "zeroGating=true");
        Assert.Equal(Paper.Picojoules(work, gated: true), gating.Picojoules(work));
        Assert.Equal(Paper.Picojoules(work), gating.Picojoules(work, gated: false));
        // Where zeros were not counted, nothing is known of gates.
        var uncounted = work with { ZeroProducts = null };
        Assert.Equal((null, null), (gating.Picojoules(uncounted, gated: false), gating.Picojoules(uncounted, gated: true)));
        Assert.Equal(Paper.Picojoules(work), gating.Picojoules(uncounted));
    }

    [Fact]
    public void A_gated_product_has_its_price()
    {
        var table = PriceTable.Load("paper").With("product.gated", PriceFigure.Picojoules, 0.07m);
        var model = new EnergyModel(ChipPrices.For(ChipFile.Load("tiny", ["zeroGating=true"]), table));
        var work = Counts((Activity.MacPass2, 10)) with { ZeroProducts = 4 };
        // 6 of 0.05 + 0.1 and 4 of 0.07; 10 times 41 bits and a skew of 300 bits for 16 PEs, of 0.009.
        Assert.Equal(6 * 0.15m + 4 * 0.07m + 10 * 0.009m * (41 + 300 / 16m), model.Picojoules(work));
    }
}
