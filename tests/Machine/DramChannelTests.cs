using WageSim.Machine;

namespace WageSim.Tests.Machine;

/// <summary>Schedules worked out by hand, one DRAM cycle = one chip cycle. A row of LPDDR4 holds 64 bursts, one of DDR4 128.</summary>
public sealed class DramChannelTests
{
    private const int Row = 64; // bursts: the next row lies in the other bank group of LPDDR4
    private const int SameBankNextRow = Row * 8;

    private static DramChannel Lpddr4() => new(DramSets.AtEqualClocks(DramSets.Lpddr4), DramSets.EqualMegahertz);
    private static DramChannel Ddr4() => new(DramSets.AtEqualClocks(DramSets.Ddr4), DramSets.EqualMegahertz);

    private static long Read(DramChannel dram, long arrival, long burst, int bursts = 1) =>
        dram.Access(new(arrival), burst, bursts, write: false).Value;
    private static long Write(DramChannel dram, long arrival, long burst, int bursts = 1) =>
        dram.Access(new(arrival), burst, bursts, write: true).Value;

    [Fact]
    public void The_first_read_opens_its_row() =>
        Assert.Equal(140, Read(Lpddr4(), arrival: 100, burst: 0)); // ACT 100, RD +tRCD = 115, data +CL = 132 … +BL/2 = 140

    [Fact]
    public void The_first_write_opens_its_row() =>
        Assert.Equal(137, Write(Lpddr4(), arrival: 100, burst: 0)); // ACT 100, WR 115, data +CWL = 129 … 137

    [Fact]
    public void Row_hits_follow_back_to_back()
    {
        var dram = Lpddr4();
        Assert.Equal(40, Read(dram, 0, 0));        // ACT 0, RD 15, data 32 … 40
        Assert.Equal(48, Read(dram, 0, 1));        // RD 23 = 15 + max(BL/2, tCCD_L) = 15 + max(8, 6)
        Assert.Equal(225, Read(dram, 200, 2));     // idle bus: RD 200, data 217 … 225
        DramStatistics expected = new(RowHits: 2, RowMisses: 1, RowConflicts: 0, Activates: 1, Refreshes: 0, ReadBursts: 3, WriteBursts: 0);
        Assert.Equal(expected, dram.Statistics);
    }

    [Fact]
    public void The_next_row_is_opened_behind_the_data_of_this_one() =>
        Assert.Equal(40 + 64 * 8, Read(Lpddr4(), 0, 0, bursts: 65)); // the 65th burst's ACT went out at tRRD = 8: no gap in the data

    [Fact]
    public void A_row_conflict_waits_for_tRAS_tRP_and_tRCD()
    {
        var dram = Lpddr4();
        Read(dram, 0, 0);                                       // ACT 0, RD 15
        Assert.Equal(87, Read(dram, 0, SameBankNextRow));       // PRE max(0 + tRAS, 15 + tRTP) = 32, ACT 47, RD 62, data 79 … 87
        Assert.Equal(1, dram.Statistics.RowConflicts);
    }

    [Fact]
    public void A_late_read_before_a_conflict_is_waited_for_by_tRTP()
    {
        var dram = Lpddr4();
        Read(dram, 0, 0);
        Read(dram, 100, 1);                                     // RD 100
        Assert.Equal(100 + 12 + 15 + 15 + 17 + 8, Read(dram, 100, SameBankNextRow)); // PRE 112, ACT 127, RD 142, data 159 … 167
    }

    [Fact]
    public void A_row_conflict_after_a_write_waits_for_write_recovery()
    {
        var dram = Lpddr4();
        Write(dram, 0, 0);                                      // WR 15, data 29 … 37
        Assert.Equal(122, Read(dram, 0, SameBankNextRow));      // PRE 37 + tWR = 67, ACT 82, RD 97, data 114 … 122
    }

    [Fact]
    public void A_read_after_a_write_waits_for_tWTR_L_in_its_bank_group()
    {
        var dram = Lpddr4();
        Write(dram, 0, 0);                                      // WR 15, data end 37
        Assert.Equal(78, Read(dram, 0, 1));                     // RD 37 + 16 = 53, data 70 … 78
    }

    [Fact]
    public void A_read_after_a_write_waits_for_tWTR_S_in_another_bank_group()
    {
        var dram = Lpddr4();
        Write(dram, 0, 0);                                      // WR 15, data end 37
        Assert.Equal(70, Read(dram, 0, Row));                   // ACT 8, RD max(23, 37 + 8) = 45, data 62 … 70
    }

    [Fact]
    public void The_bank_group_of_an_earlier_write_still_counts_after_a_write_elsewhere()
    {
        var dram = Ddr4();
        Write(dram, 0, 0);                                      // group 0: ACT 0, WR 22, data 38 … 42
        Write(dram, 0, 128);                                    // group 1: ACT 4, WR 26, data 42 … 46
        Assert.Equal(80, Read(dram, 0, 1));                     // RD max(42 + tWTR_L 12, 46 + tWTR_S 4) = 54, data 76 … 80
    }

    [Fact]
    public void A_write_after_a_read_lets_the_bus_turn_round()
    {
        var dram = Lpddr4();
        Read(dram, 0, 0);                                       // RD 15, data 32 … 40
        Assert.Equal(50, Write(dram, 0, 1));                    // WR 15 + CL 17 + 8 + 2 − CWL 14 = 28, data 42 … 50, two cycles apart
    }

    [Fact]
    public void Activates_keep_tRRD_and_tFAW()
    {
        var dram = Ddr4();
        long[] ends = new long[5];
        for (int i = 0; i < 5; i++) ends[i] = Read(dram, 0, 128 * i);
        // ACT 0, 4, 8, 12 (tRRD_S) and tFAW = 34 for the fifth; each RD +22, data +22 … +4
        Assert.Equal([48, 52, 56, 60, 34 + 48], ends);
    }

    [Fact]
    public void A_due_refresh_lets_the_burst_in_progress_finish_then_closes_and_blocks()
    {
        var dram = Lpddr4();
        Read(dram, 0, 0);
        Assert.Equal(8684, Read(dram, 8659, 1));                // RD 8659, one cycle before tREFI: data 8676 … 8684
        Assert.Equal(9118, Read(dram, 8659, 2));                // PRE 8659 + tRTP = 8671, REF 8686, ACT 9078, RD 9093, data 9110 … 9118
        Assert.Equal((1, 2), (dram.Statistics.Refreshes, dram.Statistics.RowMisses));
    }

    [Fact]
    public void A_refresh_of_an_idle_channel_happens_when_it_is_due()
    {
        var open = Lpddr4();
        Read(open, 0, 0);
        Assert.Equal(9107, Read(open, 8660, 1));                // PRE 8660, REF 8675, ACT 9067, RD 9082, data 9099 … 9107
        Assert.Equal(9092, Read(Lpddr4(), 8660, 0));            // nothing to close: REF 8660, ACT 9052, RD 9067, data 9084 … 9092
        Assert.Equal(9540, Read(Lpddr4(), 9500, 0));            // long over: ACT 9500
    }

    [Fact]
    public void Refreshes_without_accesses_can_be_counted_and_change_no_later_time()
    {
        var counted = Lpddr4();
        var plain = Lpddr4();
        Read(counted, 0, 0);
        Read(plain, 0, 0);
        counted.RefreshUntil(new(5 * 8660 - 1));
        Assert.Equal(4, counted.Statistics.Refreshes);
        counted.RefreshUntil(new(5 * 8660));
        Assert.Equal(5, counted.Statistics.Refreshes);
        Assert.Equal(Read(plain, 5 * 8660 + 3, 7), Read(counted, 5 * 8660 + 3, 7));
        Assert.Equal(plain.Statistics, counted.Statistics);
    }

    [Fact]
    public void Arrivals_out_of_order_are_refused()
    {
        var dram = Lpddr4();
        Read(dram, 10, 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => Read(dram, 9, 1));
    }

    [Fact]
    public void Chip_cycles_are_rounded_up_on_the_way_in_and_out()
    {
        // 800 MHz and 830 ps: 83 chip cycles = 125 DRAM cycles.
        long ReadAt(long arrival) => new DramChannel(DramSets.Lpddr4, 800).Access(new(arrival), 0, 1, write: false).Value;
        Assert.Equal(27, ReadAt(0));    // DRAM 0 + 40 = 40 → 26.56
        Assert.Equal(28, ReadAt(1));    // 1.506 → 2, 42 → 27.888
        Assert.Equal(30, ReadAt(3));    // 4.518 → 5, 45 → 29.88
        Assert.Equal(110, ReadAt(83));  // 125 exactly, 165 → 109.56
    }

    [Theory]
    [InlineData(830, 800)]
    [InlineData(630, 333)]
    [InlineData(1500, 1)]
    [InlineData(1000, 1000)]
    [InlineData(1, 999_983)]
    public void Clock_conversion_finds_the_next_edge_exactly(int picoseconds, int megahertz)
    {
        var clocks = ClockRatio.From(picoseconds, megahertz);
        foreach (long n in (long[])[0, 1, 2, 3, 82, 83, 84, 124, 125, 126, 999_999, 1_000_000, 123_456_789_012])
        {
            // In units of 1 ps / MHz: a chip cycle is 10^6, a DRAM cycle picoseconds · megahertz.
            Int128 chip = 1_000_000, memory = (Int128)picoseconds * megahertz;
            Int128 edge = clocks.ToMemory(new(n));
            Assert.True(edge * memory >= n * chip && (edge - 1) * memory < n * chip);
            edge = clocks.ToChip(n).Value;
            Assert.True(edge * chip >= n * memory && (edge - 1) * chip < n * memory);
        }
    }
}
