namespace WageSim.Models.Hardware;

/// <summary>A chip: everything an architect chooses. Made from a checked JSON file; inside, its values are trusted.</summary>
/// <param name="Name">Preset name or file name.</param>
/// <param name="ClockMegahertz">Chip clock.</param>
/// <param name="Arrays">PE arrays.</param>
/// <param name="Rows">PE rows of an array: the reduction dimension of a weight-stationary fold.</param>
/// <param name="Cols">PE columns of an array.</param>
/// <param name="MacBits">Bits of the stationary operand that one PE multiplies a cycle: 2, 4 or 8.</param>
/// <param name="Scratchpad">Single-ported banks for operands.</param>
/// <param name="Accumulator">Banks with one read and one write port for 32-bit sums.</param>
public sealed record Chip(
    string Name, int ClockMegahertz, int Arrays, int Rows, int Cols, int MacBits,
    SramConfig Scratchpad, SramConfig Accumulator, VectorConfig Vector, DmaConfig Dma, DramTiming Dram, SequencerConfig Sequencer)
{
    /// <summary>
    /// Whether a PE holds its operands and leaves its multiplier and adder alone where one of them is zero. It saves energy; it takes the
    /// same cycles.
    /// </summary>
    public bool ZeroGating { get; init; }

    /// <summary>Accumulator rows (of Cols 32-bit sums) in one bank.</summary>
    public int AccumulatorRowsPerBank => Accumulator.BankBytes / (Cols * 4);

    /// <summary>Accumulator rows in all banks.</summary>
    public int AccumulatorRows => AccumulatorRowsPerBank * Accumulator.Banks;
}

/// <summary>A set of equal SRAM banks; addresses run through bank 0, then bank 1, …</summary>
public sealed record SramConfig(int Banks, int BankKiB, int PortBits)
{
    public int BankBytes => BankKiB * 1024;
    public int TotalBytes => Banks * BankBytes;
    /// <summary>Bytes of one access.</summary>
    public int WordBytes => PortBits / 8;
}

/// <summary>The vector unit: lanes of 32 bits, and pipeline stages from the last operand to the last result.</summary>
public sealed record VectorConfig(int Lanes, int LatencyCycles)
{
    /// <summary>Cycles that the divider needs for a quotient, on top of the pipeline: one for each of its 17 bits by default.</summary>
    public int DivideCycles { get; init; } = 17;

    /// <summary>Cycles from one quotient to the next: as many as a quotient takes where one subtractor makes all its bits.</summary>
    public int DivideInterval { get; init; } = 17;
}

/// <summary>The DMA engines: each stages blocks in pages between DRAM and scratchpad.</summary>
/// <param name="PageBytes">Bytes of one staging page.</param>
/// <param name="Pages">Pages of each engine: how far requests run ahead.</param>
/// <param name="LatencyCycles">Chip cycles from a request to the DRAM controller, and back.</param>
public sealed record DmaConfig(int PageBytes, int Pages, int LatencyCycles);

/// <summary>The sequencer: instruction memory size and depth of each unit's command queue.</summary>
public sealed record SequencerConfig(int Instructions, int QueueDepth);

/// <summary>A DRAM channel's timing in DRAM clock cycles, from a named parameter set (see Hardware/dram).</summary>
/// <param name="CapacityMebibytes">Bytes behind the channels, in MiB.</param>
/// <param name="ClockPicoseconds">tCK.</param>
/// <param name="Channels">Independent channels, interleaved burst by burst and ganged: all make the same access in the same cycle.</param>
/// <param name="BusBits">Data bits of one channel.</param>
/// <param name="BurstLength">Beats of a burst; a burst takes half as many clock cycles (double data rate).</param>
/// <param name="RowBytes">Bytes of an open row of one channel's bank.</param>
public sealed record DramTiming(
    string Name, string Source, int CapacityMebibytes, int ClockPicoseconds,
    int Channels, int BusBits, int BurstLength, int BankGroups, int BanksPerGroup, int RowBytes,
    int CL, int CWL, int TRCD, int TRP, int TRAS, int TRFC, int TREFI,
    int TRRDS, int TRRDL, int TFAW, int TCCDS, int TCCDL, int TWTRS, int TWTRL, int TWR, int TRTP)
{
    /// <summary>Bytes of one burst over all channels.</summary>
    public int BurstBytes => Channels * BusBits / 8 * BurstLength;
    public int Banks => BankGroups * BanksPerGroup;
    /// <summary>Supply currents, where known: energy from them is a second opinion beside flat prices.</summary>
    public DramCurrents? Currents { get; init; }
}

/// <summary>Supply voltage and data-sheet currents, in mA, of one DRAM device of DeviceBits data bits.</summary>
public sealed record DramCurrents(
    int DeviceBits, double Volts, double IDD0, double IDD2N, double IDD3N, double IDD4R, double IDD4W, double IDD5AB);
