using WageSim.Models.Costs;
using WageSim.Models.Hardware;

namespace WageSim.Tests.Models.Costs;

public class FloatingPointComparisonTests
{
    private static readonly ChipPrices Prices = ChipPrices.For(ChipFile.Load("edge", []), PriceTable.Load("paper"));

    private static WorkCounts Work()
    {
        var counts = new ActivityCounts();
        foreach (var activity in Activities.All) counts.Add(activity, 1000 + (int)activity);
        counts[Activity.MacPass8] = 500_000;
        counts[Activity.MacPass2] = counts[Activity.MacPass4] = 0;
        return new(counts, 4000);
    }

    [Fact]
    public void MACs_cost_what_the_papers_table_says()
    {
        var formats = FloatingPointComparison.Of(Prices, Work(), 500_000);
        Assert.Equal(["INT8", "FP16", "FP32"], formats.Select(cost => cost.Format));
        Assert.Equal([0.3m, 1.5m, 4.6m], formats.Select(cost => (cost.Multiply + cost.Add).Picojoules));
        Assert.Equal([0.23m, 1.5m, 4.6m], formats.Select(cost => (cost.Multiply + cost.NarrowAdd).Picojoules));
        Assert.Equal([419, 3000, 11884], formats.Select(cost => (cost.Multiply + cost.Add).SquareMicrons));
        long additions = 500_000 + Work().Activity[Activity.AccumulatorAdd];
        Assert.Equal([500_000 * 0.2m, 500_000 * 1.1m, 500_000 * 3.7m], formats.Select(cost => cost.Multiplications.Picojoules));
        Assert.Equal([additions * 0.1m, additions * 0.4m, additions * 0.9m], formats.Select(cost => cost.Additions.Picojoules));
        Assert.Equal([256 * 282, 256 * 1640, 256 * 7700], formats.Select(cost => cost.Multiplications.SquareMicrons));
    }

    [Fact]
    public void In_INT8_it_is_the_chip_itself()
    {
        var own = FloatingPointComparison.Of(Prices, Work(), 500_000)[0].Total;
        Assert.Equal(new EnergyModel(Prices).Picojoules(Work()), own.Picojoules);
        Assert.Equal(Prices.Area.SquareMicrons, own.SquareMicrons);
    }

    [Fact]
    public void Memories_of_operands_grow_with_the_width_and_all_else_stays()
    {
        var formats = FloatingPointComparison.Of(Prices, Work(), 500_000);
        var (int8, fp16, fp32) = (formats[0], formats[1], formats[2]);
        Assert.Equal((int8.Memories * 2, int8.Memories * 4), (fp16.Memories, fp32.Memories));
        Assert.Equal((int8.Others, int8.Others), (fp16.Others, fp32.Others));
        // 16 banks of 16 KiB and two of 2 KiB.
        Assert.Equal(16 * 109_000 + 2 * 15_100, int8.Memories.SquareMicrons);
        Assert.All(formats, cost => Assert.Equal(4, cost.Arithmetic.Count));
        Assert.Contains("500,000 MACs × 1.1 pJ (fp16.multiply) = 550,000 pJ; 256 PEs × 1,640 µm² = 419,840 µm²", fp16.Arithmetic[0]);
    }
}
