using WageSim.Models;
using WageSim.Models.Costs;
using WageSim.Models.Hardware;

namespace WageSim.Tests.Models.Costs;

public class EnergyModelTests
{
    private static readonly EnergyModel Paper = Of(PriceTable.Load("paper"));

    private static EnergyModel Of(PriceTable table) => new(ChipPrices.For(ChipFile.Load("edge", []), table).Energy);

    private static WorkCounts Counts(params (Activity Activity, long Count)[] entries)
    {
        var counts = new ActivityCounts();
        foreach (var (activity, count) in entries) counts.Add(activity, count);
        return new(counts, 0);
    }

    [Fact]
    public void Energy_is_counts_times_prices()
    {
        // 1000 · 0.3 + 64 · 1.25 + 128 · 160 = 300 + 80 + 20480
        var counts = Counts((Activity.MacPass8, 1000), (Activity.ScratchpadReadByte, 64), (Activity.DramReadByte, 128));
        Assert.Equal(20_860, Paper.Picojoules(counts));
        Assert.Equal(0, Paper.Picojoules(new(new(), 0)));
    }

    [Fact]
    public void Every_activity_is_charged_once()
    {
        var model = Of(PriceTable.Parse(PriceTableTests.Json(2).ToJsonString(), "test"));
        var counts = Counts([.. Activities.All.Select(activity => (activity, 1L << (int)activity))]);
        Assert.Equal(2m * ((1L << Activities.All.Count) - 1), model.Picojoules(counts));
    }

    [Fact]
    public void Energy_is_linear_in_the_counts()
    {
        WorkCounts a = Counts((Activity.MacPass2, 5), (Activity.VectorShift, 70)),
            b = Counts((Activity.DramWriteByte, 3), (Activity.MacPass2, 9));
        Assert.Equal(3 * Paper.Picojoules(a) + Paper.Picojoules(b), Paper.Picojoules(new(a.Activity * 3 + b.Activity, 0)));
    }

    [Fact]
    public void Free_prices_give_no_energy()
    {
        var free = Of(PriceTable.Parse(PriceTableTests.Json(0).ToJsonString(), "test"));
        Assert.Equal(0, free.Picojoules(Counts([.. Activities.All.Select(activity => (activity, 1000L))])));
    }

    [Fact]
    public void DRAM_commands_cost_what_their_currents_say()
    {
        var dram = DramSets.Load("lpddr4-2400"); // four devices of 16 bits
        // 1.2 V · (80 · 47 - 47 · 32 - 34 · 15) mA · 0.83 ns · 4 = 1.2 · 1746 · 0.83 · 4 pJ
        Assert.Equal(6956.064, DramEnergy.ActivatePicojoules(dram), 1e-6);
        // 1.2 · (243 - 47) · 8 · 0.83 · 4; 1.2 · (228 - 47) · 8 · 0.83 · 4; 1.2 · (280 - 47) · 392 · 0.83 · 4
        Assert.Equal(6246.912, DramEnergy.ReadBurstPicojoules(dram), 1e-6);
        Assert.Equal(5768.832, DramEnergy.WriteBurstPicojoules(dram), 1e-6);
        Assert.Equal(363_882.624, DramEnergy.RefreshPicojoules(dram), 1e-3);
        // HBM2: eight channels of one device; 1.2 · (390 - 55) · 2 · 1 · 8
        Assert.Equal(6432, DramEnergy.ReadBurstPicojoules(DramSets.Load("hbm2")), 1e-6);
        Assert.Equal("DRAM lpddr4-2400: currents are missing; energy from currents needs them",
            Assert.Throws<InputException>(() => DramEnergy.RefreshPicojoules(dram with { Currents = null })).Message);
    }
}
