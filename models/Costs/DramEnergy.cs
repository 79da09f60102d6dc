using WageSim.Models.Hardware;

namespace WageSim.Models.Costs;

/// <summary>Energy of DRAM commands from data-sheet currents, all devices of all channels: a second opinion beside flat prices.</summary>
/// <remarks>Micron's power calculation.</remarks>
public static class DramEnergy
{
    /// <summary>Opening and closing a row: VDD · (IDD0 · tRC - IDD3N · tRAS - IDD2N · tRP) · tCK.</summary>
    public static double ActivatePicojoules(DramTiming dram)
    {
        var c = Currents(dram);
        return Picojoules(dram, c.IDD0 * (dram.TRAS + dram.TRP) - c.IDD3N * dram.TRAS - c.IDD2N * dram.TRP);
    }

    /// <summary>A read burst: VDD · (IDD4R - IDD3N) · BL/2 · tCK.</summary>
    public static double ReadBurstPicojoules(DramTiming dram) =>
        Picojoules(dram, (Currents(dram).IDD4R - Currents(dram).IDD3N) * dram.BurstLength / 2);

    /// <summary>A write burst: VDD · (IDD4W - IDD3N) · BL/2 · tCK.</summary>
    public static double WriteBurstPicojoules(DramTiming dram) =>
        Picojoules(dram, (Currents(dram).IDD4W - Currents(dram).IDD3N) * dram.BurstLength / 2);

    /// <summary>A refresh: VDD · (IDD5AB - IDD3N) · tRFC · tCK.</summary>
    public static double RefreshPicojoules(DramTiming dram) => Picojoules(dram, (Currents(dram).IDD5AB - Currents(dram).IDD3N) * dram.TRFC);

    // mA · cycles · V · ps = fJ
    private static double Picojoules(DramTiming dram, double milliampereCycles) =>
        milliampereCycles * Currents(dram).Volts * dram.ClockPicoseconds / 1000
        * (dram.BusBits / Currents(dram).DeviceBits) * dram.Channels;

    private static DramCurrents Currents(DramTiming dram) =>
        dram.Currents ?? throw new InputException($"DRAM {dram.Name}: currents are missing; energy from currents needs them");
}
