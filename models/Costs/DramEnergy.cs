using WageSim.Models.Hardware;

namespace WageSim.Models.Costs;

/// <summary>Energy of DRAM commands in pJ from data-sheet currents, all devices of all channels together.</summary>
/// <remarks>Micron's power calculation; I/O and termination are not in it.</remarks>
internal sealed class DramEnergy
{
    private readonly DramTiming dram;
    private readonly DramCurrents currents;
    private readonly long devices;

    /// <param name="table">Price table that asks for it, named in the error where there are no currents.</param>
    public DramEnergy(DramTiming dram, string table)
    {
        this.dram = dram;
        currents = dram.Currents
            ?? throw new InputException($"DRAM {dram.Name}: currents are missing; price table {table} prices DRAM by them");
        devices = dram.BusBits / currents.DeviceBits * (long)dram.Channels;
    }

    /// <summary>Opening and closing a row: VDD · (IDD0 · (tRAS + tRP) − IDD3N · tRAS − IDD2N · tRP) · tCK.</summary>
    public Derived Activate() => Of(
        D(currents.IDD0) * (dram.TRAS + dram.TRP) - D(currents.IDD3N) * dram.TRAS - D(currents.IDD2N) * dram.TRP,
        $"({currents.IDD0}×{dram.TRAS + dram.TRP} − {currents.IDD3N}×{dram.TRAS} − {currents.IDD2N}×{dram.TRP}) mA cycles");

    /// <summary>A read burst: VDD · (IDD4R − IDD3N) · BL/2 · tCK.</summary>
    public Derived ReadBurst() => Above(currents.IDD4R, dram.BurstLength / 2);

    /// <summary>A write burst: VDD · (IDD4W − IDD3N) · BL/2 · tCK.</summary>
    public Derived WriteBurst() => Above(currents.IDD4W, dram.BurstLength / 2);

    /// <summary>A refresh of all banks: VDD · (IDD5AB − IDD3N) · tRFC · tCK.</summary>
    public Derived Refresh() => Above(currents.IDD5AB, dram.TRFC);

    /// <summary>Active standby in a chip cycle: VDD · IDD3N.</summary>
    public Derived Standby(int clockMegahertz) => new(
        D(currents.Volts) * D(currents.IDD3N) * devices * 1000 / clockMegahertz, [],
        $"{currents.Volts} V × {currents.IDD3N} mA × {devices} devices × 1000 / {clockMegahertz} MHz");

    private Derived Above(double milliamperes, int cycles) =>
        Of((D(milliamperes) - D(currents.IDD3N)) * cycles, $"({milliamperes} − {currents.IDD3N}) mA × {cycles} cycles");

    // mA · cycles · V · ps = fJ
    private Derived Of(decimal milliampereCycles, string text) => new(
        milliampereCycles * D(currents.Volts) * dram.ClockPicoseconds / 1000 * devices, [],
        $"{currents.Volts} V × {text} × {Derived.Number(dram.ClockPicoseconds / 1000m)} ns × {devices} devices");

    private static decimal D(double value) => (decimal)value;
}
