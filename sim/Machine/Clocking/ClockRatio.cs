namespace WageSim.Machine;

/// <summary>Two clocks that start together: ChipCycles of the chip last exactly as long as MemoryCycles of the DRAM.</summary>
public readonly record struct ClockRatio(long ChipCycles, long MemoryCycles)
{
    private const long PicosecondsTimesMegahertz = 1_000_000;

    /// <summary>The ratio in lowest terms, so that products stay far from 64 bits.</summary>
    public static ClockRatio From(int memoryPicoseconds, int chipMegahertz)
    {
        long chip = (long)memoryPicoseconds * chipMegahertz, memory = PicosecondsTimesMegahertz, a = chip, b = memory;
        while (b != 0) (a, b) = (b, a % b);
        return new(chip / a, memory / a);
    }

    /// <summary>The first DRAM clock edge that is not before the chip's.</summary>
    public long ToMemory(Cycle chip) => Ceiling(chip.Value * MemoryCycles, ChipCycles);

    /// <summary>The first chip clock edge that is not before the DRAM's.</summary>
    public Cycle ToChip(long memory) => new(Ceiling(memory * ChipCycles, MemoryCycles));

    private static long Ceiling(long numerator, long denominator) => (numerator + denominator - 1) / denominator;
}
