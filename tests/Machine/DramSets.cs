using WageSim.Models.Hardware;

namespace WageSim.Tests.Machine;

/// <summary>Published parameter sets (DRAMsim3's, from vendors' data sheets), and a clock that makes chip and DRAM cycles equal.</summary>
internal static class DramSets
{
    public const int EqualMegahertz = 1000;

    public static readonly DramTiming Lpddr4 = new("LPDDR4-2400", "DRAMsim3", CapacityMebibytes: 4096, ClockPicoseconds: 830, Channels: 1,
        BusBits: 64, BurstLength: 16, BankGroups: 2, BanksPerGroup: 4, RowBytes: 8192, CL: 17, CWL: 14, TRCD: 15, TRP: 15, TRAS: 32,
        TRFC: 392, TREFI: 8660, TRRDS: 8, TRRDL: 8, TFAW: 32, TCCDS: 4, TCCDL: 6, TWTRS: 8, TWTRL: 16, TWR: 30, TRTP: 12);

    public static readonly DramTiming Ddr4 = new("DDR4-3200", "DRAMsim3", CapacityMebibytes: 8192, ClockPicoseconds: 630, Channels: 1,
        BusBits: 64, BurstLength: 8, BankGroups: 4, BanksPerGroup: 4, RowBytes: 8192, CL: 22, CWL: 16, TRCD: 22, TRP: 22, TRAS: 52,
        TRFC: 560, TREFI: 12480, TRRDS: 4, TRRDL: 8, TFAW: 34, TCCDS: 4, TCCDL: 8, TWTRS: 4, TWTRL: 12, TWR: 24, TRTP: 12);

    public static readonly DramTiming Hbm2 = new("HBM2", "DRAMsim3", CapacityMebibytes: 4096, ClockPicoseconds: 1000, Channels: 8,
        BusBits: 128, BurstLength: 4, BankGroups: 4, BanksPerGroup: 4, RowBytes: 1024, CL: 14, CWL: 4, TRCD: 14, TRP: 14, TRAS: 34,
        TRFC: 260, TREFI: 3900, TRRDS: 4, TRRDL: 6, TFAW: 30, TCCDS: 1, TCCDL: 2, TWTRS: 6, TWTRL: 8, TWR: 16, TRTP: 6);

    public static readonly DramTiming Lpddr3 = new("LPDDR3-1333", "DRAMsim3", CapacityMebibytes: 2048, ClockPicoseconds: 1500, Channels: 1,
        BusBits: 64, BurstLength: 8, BankGroups: 1, BanksPerGroup: 8, RowBytes: 8192, CL: 10, CWL: 8, TRCD: 12, TRP: 12, TRAS: 28,
        TRFC: 140, TREFI: 2600, TRRDS: 7, TRRDL: 7, TFAW: 34, TCCDS: 4, TCCDL: 4, TWTRS: 5, TWTRL: 5, TWR: 10, TRTP: 5);

    public static readonly DramTiming[] All = [Lpddr4, Ddr4, Hbm2, Lpddr3];

    public static int BurstsPerRow(DramTiming timing) => timing.RowBytes / (timing.BusBits / 8 * timing.BurstLength);

    /// <summary>The same DRAM with a clock of 1 ns, so that on a 1000 MHz chip a cycle is a cycle.</summary>
    public static DramTiming AtEqualClocks(DramTiming timing) => timing with { ClockPicoseconds = 1000 };
}
