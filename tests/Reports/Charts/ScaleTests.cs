using WageSim.Reports.Charts;
using WageSim.Reports.Tables;

namespace WageSim.Tests.Reports.Charts;

public sealed class ScaleTests
{
    [Theory]
    [InlineData(4.31e9, "energy (mJ)", "0 1 2 3 4")]
    [InlineData(0.9e3, "energy (pJ)", "0 200 400 600 800")]
    [InlineData(1e3, "energy (nJ)", "0 0.2 0.4 0.6 0.8 1.0")]
    public void Ticks_are_round_numbers_in_the_largest_value_s_unit(double largest, string title, string labels)
    {
        var scale = new Scale(new("energy", Quantity.Energy), [largest / 3, largest], 0, 100);
        Assert.Equal(title, scale.Title);
        Assert.Equal(labels, string.Join(' ', scale.Ticks.Select(tick => tick.Label)));
        Assert.Equal(100, scale[largest], 9);
        Assert.Equal(0, scale[0]);
    }

    [Fact]
    public void Whole_numbers_have_no_ticks_between_them()
    {
        var scale = new Scale(new("epoch", Quantity.Count) { FromZero = false }, [0, 1, 2], 0, 100);
        Assert.Equal(["0", "1", "2"], scale.Ticks.Select(tick => tick.Label));
        var one = new Scale(new("epoch", Quantity.Count) { FromZero = false }, [7], 0, 100);
        Assert.Equal(["7"], one.Ticks.Select(tick => tick.Label));
        Assert.Equal(50, one[7], 9);
    }

    [Fact]
    public void A_logarithmic_axis_has_equal_steps_for_equal_factors()
    {
        var scale = new Scale(new("intensity", Quantity.Number, IsLog: true), [0, -3, 0.1, 1000], 0, 400);
        Assert.Equal(["0.1", "1", "10", "100", "1 k"], scale.Ticks.Select(tick => tick.Label));
        Assert.Equal([0.0, 100, 200, 300, 400], scale.Ticks.Select(tick => Math.Round(scale[tick.Value], 6)));
    }

    [Fact]
    public void A_logarithmic_axis_is_in_the_unit_of_its_middle()
    {
        (Quantity, double, double, string, string)[] axes =
        [
            (Quantity.Energy, 7e11, 6e12, "a (J)", "0.5 1 2 5 10"), (Quantity.Area, 1.1e7, 1.9e7, "a (mm²)", "10 12 14 16 18 20"),
            (Quantity.Time, 1.7e-4, 0.009, "a (ms)", "0.1 1 10"), (Quantity.Time, 4000, 90000, "a (s)", "2 k 5 k 10 k 20 k 50 k 100 k"),
            (Quantity.Bytes, 2048, 4096, "a (bytes)", "2,000 2,500 3,000 3,500 4,000 4,500"),
            (Quantity.Cycles, 1e6, 9e6, "a (cycles)", "1 M 2 M 5 M 10 M"),
        ];
        foreach (var (quantity, low, high, title, labels) in axes)
        {
            var scale = new Scale(new("a", quantity, IsLog: true), [low, high], 0, 100);
            Assert.Equal((title, labels), (scale.Title, string.Join(' ', scale.Ticks.Select(tick => tick.Label))));
        }
    }

    [Fact]
    public void Any_range_has_a_few_different_labels_in_order_within_it()
    {
        var random = new Random(1);
        Quantity[] quantities =
            [Quantity.Count, Quantity.Energy, Quantity.Share, Quantity.Bytes, Quantity.Time, Quantity.Number, Quantity.Area];
        for (int i = 0; i < 3000; i++)
        {
            bool isLog = i % 3 == 0;
            var axis = new Axis("axis", quantities[i % quantities.Length], isLog) { FromZero = i % 2 == 0 };
            double[] values = [.. Enumerable.Range(0, 1 + i % 4)
                .Select(_ => Math.Pow(10, random.Next(isLog ? -6 : -3, 12)) * random.NextDouble())];
            if (axis.Quantity.IsWhole) values = [.. values.Select(Math.Ceiling)];
            var scale = new Scale(axis, values, 0, 500);
            Assert.InRange(scale.Ticks.Count, 1, 13);
            Assert.Equal(scale.Ticks.Count, scale.Ticks.Select(tick => tick.Label).Distinct().Count());
            Assert.Equal(scale.Ticks.OrderBy(tick => tick.Value), scale.Ticks);
            double span = isLog ? scale.Low : scale.High - scale.Low;
            Assert.All(scale.Ticks, tick => Assert.InRange(tick.Value, scale.Low - span * 1e-6, scale.High + span * 1e-6));
            Assert.DoesNotContain("-0", scale.Ticks.Select(tick => tick.Label));
        }
    }
}
