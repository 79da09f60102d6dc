using WageSim.Models.Files;

namespace WageSim.Models.Hardware;

/// <summary>What every field of a chip file may hold, alone and together.</summary>
internal static class ChipRules
{
    /// <summary>The scratchpad's address space: addresses have 24 bits.</summary>
    private const int ScratchpadKiB = 16 * 1024;

    /// <summary>The accumulator's address space: row addresses have 20 bits.</summary>
    private const int AccumulatorRows = 1 << 20;

    /// <summary>Rules of a DRAM set by key.</summary>
    public static IReadOnlyDictionary<string, FieldRule> Dram { get; } = new Dictionary<string, FieldRule>
    {
        ["name"] = FieldRule.Text(80),
        ["source"] = FieldRule.Text(400),
        ["capacityMebibytes"] = FieldRule.Whole(1, 1 << 20),
        ["clockPicoseconds"] = FieldRule.Whole(100, 100_000),
        ["channels"] = FieldRule.PowerOfTwo(1, 64),
        ["busBits"] = FieldRule.PowerOfTwo(8, 1024),
        ["burstLength"] = FieldRule.PowerOfTwo(2, 64),
        ["bankGroups"] = FieldRule.PowerOfTwo(1, 16),
        ["banksPerGroup"] = FieldRule.PowerOfTwo(1, 64),
        ["rowBytes"] = FieldRule.PowerOfTwo(64, 1 << 20),
        ["CL"] = FieldRule.Whole(1, 1000),
        ["CWL"] = FieldRule.Whole(1, 1000),
        ["tRCD"] = FieldRule.Whole(1, 1000),
        ["tRP"] = FieldRule.Whole(1, 1000),
        ["tRAS"] = FieldRule.Whole(1, 1000),
        ["tRFC"] = FieldRule.Whole(1, 100_000),
        ["tREFI"] = FieldRule.Whole(1, 1_000_000),
        ["tRRDS"] = FieldRule.Whole(1, 1000),
        ["tRRDL"] = FieldRule.Whole(1, 1000),
        ["tFAW"] = FieldRule.Whole(1, 1000),
        ["tCCDS"] = FieldRule.Whole(1, 1000),
        ["tCCDL"] = FieldRule.Whole(1, 1000),
        ["tWTRS"] = FieldRule.Whole(1, 1000),
        ["tWTRL"] = FieldRule.Whole(1, 1000),
        ["tWR"] = FieldRule.Whole(1, 1000),
        ["tRTP"] = FieldRule.Whole(1, 1000),
        ["currents.deviceBits"] = FieldRule.PowerOfTwo(4, 1024),
        ["currents.volts"] = FieldRule.Real(0.1, 10),
        ["currents.IDD0"] = FieldRule.Real(0, 10_000),
        ["currents.IDD2N"] = FieldRule.Real(0, 10_000),
        ["currents.IDD3N"] = FieldRule.Real(0, 10_000),
        ["currents.IDD4R"] = FieldRule.Real(0, 10_000),
        ["currents.IDD4W"] = FieldRule.Real(0, 10_000),
        ["currents.IDD5AB"] = FieldRule.Real(0, 10_000),
    };

    /// <summary>Rules of a chip by dotted key.</summary>
    public static IReadOnlyDictionary<string, FieldRule> Chip { get; } =
        new Dictionary<string, FieldRule>(Dram.ToDictionary(rule => $"dram.{rule.Key}", rule => rule.Value))
        {
            ["name"] = FieldRule.Text(80),
            ["description"] = FieldRule.Text(200),
            ["clockMegahertz"] = FieldRule.Whole(1, 10_000),
            ["arrays"] = FieldRule.Whole(1, 4),
            ["rows"] = FieldRule.Whole(1, 256),
            ["cols"] = FieldRule.Whole(1, 256),
            ["macBits"] = FieldRule.OneOf(2, 4, 8),
            ["zeroGating"] = FieldRule.Flag(),
            ["scratchpad.banks"] = FieldRule.Whole(1, 32),
            ["scratchpad.bankKiB"] = FieldRule.Whole(1, 4096),
            ["scratchpad.portBits"] = FieldRule.PowerOfTwo(8, 8192),
            ["accumulator.banks"] = FieldRule.Whole(1, 16),
            ["accumulator.bankKiB"] = FieldRule.Whole(1, 4096),
            ["accumulator.portBits"] = FieldRule.PowerOfTwo(32, 8192),
            ["vector.lanes"] = FieldRule.Whole(1, 1024),
            ["vector.latencyCycles"] = FieldRule.Whole(1, 64),
            ["vector.divideCycles"] = FieldRule.Whole(1, 64),
            ["vector.divideInterval"] = FieldRule.Whole(1, 64),
            ["dma.pageBytes"] = FieldRule.PowerOfTwo(64, 65536),
            ["dma.pages"] = FieldRule.Whole(1, 64),
            ["dma.latencyCycles"] = FieldRule.Whole(1, 64),
            ["sequencer.instructions"] = FieldRule.Whole(64, 65536),
            ["sequencer.queueDepth"] = FieldRule.Whole(2, 1024),
        };

    /// <summary>Checks what fields say together.</summary>
    public static void CheckTogether(Chip chip, RecordFile file)
    {
        CheckTogether(chip.Dram, file, "dram.");
        var (scratchpad, accumulator, burst) = (chip.Scratchpad, chip.Accumulator, chip.Dram.BurstBytes);
        int kibibytes = scratchpad.Banks * scratchpad.BankKiB;
        if (kibibytes > ScratchpadKiB)
            throw file.Fault("scratchpad",
                $"{scratchpad.Banks} banks × {scratchpad.BankKiB} KiB are {kibibytes} KiB; at most {ScratchpadKiB} KiB are allowed");
        if (chip.AccumulatorRowsPerBank < chip.Rows)
            throw file.Fault("accumulator.bankKiB",
                $"{accumulator.BankKiB} KiB hold {chip.AccumulatorRowsPerBank} rows of {chip.Cols} 32-bit sums; " +
                $"at least {chip.Rows}, the array's rows, must fit",
                "rows", "cols");
        if (chip.AccumulatorRows > AccumulatorRows)
            throw file.Fault("accumulator",
                $"{accumulator.Banks} banks × {accumulator.BankKiB} KiB hold {chip.AccumulatorRows} rows of {chip.Cols} 32-bit sums; " +
                $"at most {AccumulatorRows} are allowed",
                "cols");
        if (chip.Dma.PageBytes % burst != 0)
            throw file.Fault("dma.pageBytes",
                $"{chip.Dma.PageBytes} is not a multiple of {burst}, the bytes of a burst of {chip.Dram.Name}", "dram");
    }

    /// <summary>Checks what fields of a DRAM set say together.</summary>
    public static void CheckTogether(DramTiming dram, RecordFile file, string at)
    {
        if (dram.RowBytes < dram.BurstBytes / dram.Channels)
            throw file.Fault($"{at}rowBytes",
                $"{dram.RowBytes} is less than the {dram.BurstBytes / dram.Channels} bytes of a channel's burst",
                $"{at}busBits", $"{at}burstLength");
        if (dram.TREFI <= dram.TRFC) throw file.Fault($"{at}tREFI", $"{dram.TREFI} leaves no time beside tRFC, {dram.TRFC}", $"{at}tRFC");
        long oneRowEach = (long)dram.RowBytes * dram.Banks * dram.Channels, bytes = (long)dram.CapacityMebibytes << 20;
        if (bytes % oneRowEach != 0)
            throw file.Fault($"{at}capacityMebibytes",
                $"{dram.CapacityMebibytes} MiB are not a multiple of {oneRowEach} bytes, one row of every bank of every channel",
                $"{at}rowBytes", $"{at}bankGroups", $"{at}banksPerGroup", $"{at}channels");
        if (dram.Currents is { } currents && dram.BusBits % currents.DeviceBits != 0)
            throw file.Fault($"{at}currents.deviceBits", $"{currents.DeviceBits} does not divide busBits, {dram.BusBits}", $"{at}busBits");
    }
}
