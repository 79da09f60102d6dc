using WageSim.Models.Hardware;

namespace WageSim.Machine;

/// <summary>
/// The SRAM ports of a chip as bits of a mask: scratchpad banks (one port each), accumulator banks' read ports, then their write ports.
/// </summary>
public sealed class Ports(Chip chip)
{
    public const int MaxScratchpadBanks = 32, MaxAccumulatorBanks = 16;
    private readonly int bankBytes = chip.Scratchpad.BankBytes, rowsPerBank = chip.AccumulatorRowsPerBank;

    /// <summary>Bytes of a scratchpad port word.</summary>
    public int Word { get; } = chip.Scratchpad.WordBytes;

    public int BankBytes => bankBytes;
    public int RowsPerBank => rowsPerBank;

    /// <summary>The banks that hold scratchpad bytes [from, to).</summary>
    public ulong Scratchpad(long from, long to) => Range((int)(from / bankBytes), (int)((to - 1) / bankBytes));

    /// <summary>The read ports of the banks that hold accumulator rows [from, to).</summary>
    public ulong AccumulatorRead(long from, long to) =>
        Range((int)(from / rowsPerBank), (int)((to - 1) / rowsPerBank)) << MaxScratchpadBanks;

    /// <summary>The write ports of those banks.</summary>
    public ulong AccumulatorWrite(long from, long to) => AccumulatorRead(from, to) << MaxAccumulatorBanks;

    private static ulong Range(int first, int last) => (ulong.MaxValue >> 63 - (last - first)) << first;
}
