using WageSim.Models;
using WageSim.Models.Hardware;

namespace WageSim.Tests.Models.Hardware;

public class DramSetsTests
{
    [Fact]
    public void Six_sets_are_built_in() =>
        Assert.Equal(["ddr4-3200", "hbm2", "ideal", "lpddr3-1333", "lpddr4-2400", "lpddr4-3200"], DramSets.Names);

    [Theory]
    [InlineData("lpddr4-2400", 19.2)]
    [InlineData("lpddr4-3200", 25.6)]
    [InlineData("ddr4-3200", 25.6)]
    [InlineData("hbm2", 256)]
    [InlineData("lpddr3-1333", 10.7)]
    public void Peak_bandwidth_is_the_published_one(string name, double gigabytesPerSecond)
    {
        var dram = DramSets.Load(name);
        Assert.Equal(name, dram.Name);
        double peak = dram.Channels * dram.BusBits / 8.0 * 2 / dram.ClockPicoseconds * 1000;
        Assert.Equal(gigabytesPerSecond, peak, gigabytesPerSecond * 0.01); // tCK is rounded to 10 ps
    }

    // Geometry of the published files: rows of a bank, columns of a row, device width in bits.
    [Theory]
    [InlineData("lpddr4-2400", 65536, 1024, 16)]
    [InlineData("ddr4-3200", 65536, 1024, 8)]
    [InlineData("hbm2", 32768, 64, 128)]
    [InlineData("lpddr3-1333", 32768, 1024, 32)]
    public void Capacity_and_row_size_follow_from_the_geometry(string name, int rows, int columns, int deviceBits)
    {
        var dram = DramSets.Load(name);
        Assert.Equal(columns * dram.BusBits / 8, dram.RowBytes);
        Assert.Equal((long)rows * dram.RowBytes * dram.Banks * dram.Channels, (long)dram.CapacityMebibytes << 20);
        Assert.Equal(deviceBits, dram.Currents!.DeviceBits);
        Assert.Contains($"{columns} columns", dram.Source);
        Assert.Contains($"{rows} rows", dram.Source);
    }

    // JESD209-4: nanoseconds of the speed bin at a clock of 0.625 ns, rounded up.
    [Fact]
    public void Lpddr4_of_3200_has_the_timings_of_its_speed_bin()
    {
        var dram = DramSets.Load("lpddr4-3200");
        Assert.Equal([18, 18, 42, 10, 40, 10, 18, 7.5, 180],
            new[] { dram.TRCD, dram.TRP, dram.TRAS, dram.TRRDL, dram.TFAW, dram.TWTRL, dram.TWR, dram.TRTP, dram.TRFC }
                .Zip([18, 18, 42, 10, 40, 10, 18, 7.5, 180], (cycles, nanoseconds) =>
                    cycles == (int)Math.Ceiling(nanoseconds / 0.625) ? nanoseconds : cycles * 0.625));
        Assert.Equal((28, 14, dram.BurstLength / 2), (dram.CL, dram.CWL, dram.TCCDL));
        Assert.Equal(32768L * dram.RowBytes * dram.Banks, (long)dram.CapacityMebibytes << 20);
    }

    [Theory]
    [InlineData("lpddr4-2400", 4.5)]
    [InlineData("ddr4-3200", 4.5)]
    [InlineData("hbm2", 6.7)]
    [InlineData("lpddr3-1333", 5.4)]
    public void Refresh_takes_the_published_share_of_the_time(string name, double percent)
    {
        var dram = DramSets.Load(name);
        Assert.Equal(percent, Math.Round(100.0 * dram.TRFC / dram.TREFI, 1));
    }

    [Fact]
    public void Timings_are_those_of_the_published_files()
    {
        Assert.Equal(new(16, 1.2, 80, 34, 47, 243, 228, 280), DramSets.Load("lpddr4-2400").Currents);
        Assert.Equal(new(8, 1.2, 57, 37, 52, 168, 150, 250), DramSets.Load("ddr4-3200").Currents);
        Assert.Equal(new(128, 1.2, 65, 40, 55, 390, 500, 250), DramSets.Load("hbm2").Currents);
        Assert.Equal(new(32, 1.2, 40, 20, 20.5, 220, 215, 150), DramSets.Load("lpddr3-1333").Currents);
        Assert.Equal([830, 16, 17, 14, 15, 15, 32, 392, 8660, 8, 8, 32, 4, 6, 8, 16, 30, 12], Numbers("lpddr4-2400"));
        Assert.Equal([630, 8, 22, 16, 22, 22, 52, 560, 12480, 4, 8, 34, 4, 8, 4, 12, 24, 12], Numbers("ddr4-3200"));
        Assert.Equal([1000, 4, 14, 4, 14, 14, 34, 260, 3900, 4, 6, 30, 1, 2, 6, 8, 16, 6], Numbers("hbm2"));
        Assert.Equal([1500, 8, 10, 8, 12, 12, 28, 140, 2600, 7, 7, 34, 4, 4, 5, 5, 10, 5], Numbers("lpddr3-1333"));

        static int[] Numbers(string name)
        {
            var d = DramSets.Load(name);
            return [d.ClockPicoseconds, d.BurstLength, d.CL, d.CWL, d.TRCD, d.TRP, d.TRAS, d.TRFC, d.TREFI, d.TRRDS, d.TRRDL, d.TFAW,
                d.TCCDS, d.TCCDL, d.TWTRS, d.TWTRL, d.TWR, d.TRTP];
        }
    }

    [Fact]
    public void An_unknown_set_lists_the_known_ones() =>
        Assert.Equal("DRAM: unknown set 'hbm'; did you mean hbm2? Sets are ddr4-3200, hbm2, ideal, lpddr3-1333, lpddr4-2400, lpddr4-3200",
            Assert.Throws<InputException>(() => DramSets.Load("hbm")).Message);
}
