using WageSim.Machine;
using WageSim.Models.Hardware;

namespace WageSim.Tests.Machine;

/// <summary>Long streams against published rates, and random ones against the slow definition.</summary>
public sealed class DramStreamTests
{
    private const int Bursts = 20_000;

    public static TheoryData<int> Sets => [0, 1, 2, 3];

    private static DramChannel Equal(DramTiming timing) => new(DramSets.AtEqualClocks(timing), DramSets.EqualMegahertz);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Sequential_LPDDR4_takes_8_4_cycles_a_burst(bool write)
    {
        // 8 of data; every 8660 cycles a refresh costs PRE, REF, ACT, column instead of a burst: about 426 (reads), 466 (writes).
        double perBurst = Equal(DramSets.Lpddr4).Access(Cycle.Zero, 0, Bursts, write).Value / (double)Bursts;
        Assert.InRange(perBurst, 8.3, 8.5);
    }

    [Fact]
    public void Alternating_4_KiB_reads_and_writes_on_LPDDR4_take_about_9_1_cycles_a_burst()
    {
        // A read block and a write block are 64 bursts: 512 cycles of data, 13 - 8 = 5 more to turn to writing, 30 - 8 = 22 to turn back
        // (the next read is in the next row, so in the other bank group), and refresh as above: (512 + 27) / 64 · 1.05 = 8.85 or a little
        // more. DRAMsim3's 9.1 is of a whole controller with queues, whose order of commands is its own: 4 % is asked, 2.5 % is reached.
        var dram = Equal(DramSets.Lpddr4);
        long end = 0;
        for (int i = 0; i < Bursts / 32; i++) end = dram.Access(Cycle.Zero, i * 32, 32, write: i % 2 == 1).Value;
        Assert.InRange(end / (double)Bursts, 9.1 * 0.96, 9.1 * 1.04);
    }

    [Fact]
    public void DDR4_streams_at_half_its_peak_because_a_row_lies_in_one_bank_group()
    {
        // Known gap: columns are the lowest address bits, so bursts in a row are tCCD_L = 8 apart and not BL/2 = 4.
        double perBurst = Equal(DramSets.Ddr4).Access(Cycle.Zero, 0, Bursts, write: false).Value / (double)Bursts;
        Assert.InRange(perBurst, 8.0, 8.5);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Random_accesses_take_the_cycles_that_the_rules_allow(int set)
    {
        for (int seed = 0; seed < 12; seed++)
        {
            // Refresh four times as often, so that many fall into a short run.
            var timing = DramSets.AtEqualClocks(DramSets.All[set]) with { TREFI = DramSets.All[set].TREFI / 4 };
            var dram = new DramChannel(timing, DramSets.EqualMegahertz);
            var rules = new DramByRules(timing);
            var random = new Random(seed);
            int rowBursts = DramSets.BurstsPerRow(timing), reads = 0, writes = 0;
            long arrival = 0;
            for (int i = 0; i < 120; i++)
            {
                arrival += random.Next(8) == 0 ? random.Next(timing.TREFI * 2) : random.Next(40);
                long first = random.NextInt64(timing.Banks * 3L * rowBursts);
                if (random.Next(3) == 0) first -= first % rowBursts; // whole rows, so that banks meet often
                int bursts = random.Next(4) == 0 ? random.Next(1, rowBursts / 2) : random.Next(1, 4);
                bool write = random.Next(2) == 0;
                long expected = 0;
                for (long b = first; b < first + bursts; b++)
                    expected = rules.Burst(arrival, (int)(b / rowBursts % timing.Banks), b / rowBursts / timing.Banks, write);
                Assert.Equal(expected, dram.Access(new(arrival), first, bursts, write).Value);
                if (write) writes += bursts;
                else reads += bursts;
            }
            var counted = dram.Statistics;
            Assert.Equal(rules.Counts, ((int)counted.Refreshes, (int)counted.Activates));
            Assert.Equal((reads, writes), ((int)counted.ReadBursts, (int)counted.WriteBursts));
            Assert.Equal(reads + writes, counted.RowHits + counted.RowMisses + counted.RowConflicts);
            Assert.True(counted.RowConflicts > 0 && counted.RowHits > 0 && counted.Refreshes > 0);
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void The_data_bus_never_carries_two_bursts(int set)
    {
        var timing = DramSets.All[set];
        var dram = Equal(timing);
        var random = new Random(set);
        long previousEnd = 0;
        for (int i = 0; i < 5000; i++)
        {
            long end = dram.Access(Cycle.Zero, random.Next(timing.Banks * 2 * DramSets.BurstsPerRow(timing)), 1, random.Next(2) == 0).Value;
            Assert.True(end - previousEnd >= timing.BurstLength / 2);
            previousEnd = end;
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void After_Close_the_same_accesses_take_the_same_cycles(int set)
    {
        var timing = DramSets.All[set];
        var dram = new DramChannel(timing, 800);
        var first = Run();
        var before = dram.Statistics;
        dram.Close();
        Assert.Equal(first, Run());
        Assert.Equal((2 * before.Activates, 2 * before.Refreshes, 2 * before.RowHits),
            (dram.Statistics.Activates, dram.Statistics.Refreshes, dram.Statistics.RowHits));

        List<Cycle> Run()
        {
            var random = new Random(7);
            List<Cycle> ends = [];
            long arrival = 0;
            for (int i = 0; i < 500; i++)
                ends.Add(dram.Access(new(arrival += random.Next(100)), random.Next(100_000), random.Next(1, 80), random.Next(2) == 0));
            return ends;
        }
    }

    [Fact]
    public void Bursts_of_one_access_take_the_cycles_of_single_accesses()
    {
        var whole = Equal(DramSets.Hbm2);
        var single = Equal(DramSets.Hbm2);
        long end = 0;
        for (int i = 0; i < 10_000; i++) end = single.Access(new(50), 5 + i, 1, write: true).Value;
        Assert.Equal(end, whole.Access(new(50), 5, 10_000, write: true).Value);
        Assert.Equal(single.Statistics, whole.Statistics);
    }

    [Fact]
    public void An_access_allocates_nothing()
    {
        var dram = Equal(DramSets.Lpddr4);
        dram.Access(Cycle.Zero, 0, 1000, write: false);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++) dram.Access(new(i), i * 77, 50, write: i % 3 == 0);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
