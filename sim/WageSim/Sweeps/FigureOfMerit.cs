using WageSim.CommandLine;
using WageSim.Reports.Tables;

namespace WageSim.Sweeps;

/// <summary>A figure of a point that can be bounded or minimised, with its units.</summary>
/// <param name="Units">Size of each unit in the basic one, which is the first; empty for a plain number.</param>
/// <param name="BeforeRun">Known from the chip alone.</param>
public sealed record FigureOfMerit(string Name, string Meaning, IReadOnlyList<(string Name, decimal Size)> Units, bool BeforeRun)
{
    private static readonly (string, decimal)[] area = [("um2", 1), ("µm2", 1), ("µm²", 1), ("mm2", 1_000_000), ("mm²", 1_000_000)];
    private static readonly (string, decimal)[] energy =
        [("pJ", 1), ("nJ", 1e3m), ("uJ", 1e6m), ("µJ", 1e6m), ("mJ", 1e9m), ("J", 1e12m), ("kJ", 1e15m)];
    private static readonly (string, decimal)[] time = [("s", 1), ("ms", 1e-3m), ("us", 1e-6m), ("µs", 1e-6m), ("ns", 1e-9m)];
    private static readonly (string, decimal)[] power = [("W", 1), ("mW", 1e-3m), ("uW", 1e-6m), ("µW", 1e-6m), ("kW", 1e3m)];
    private static readonly (string, decimal)[] bytes =
        [("B", 1), ("KiB", 1024), ("MiB", 1 << 20), ("GiB", 1 << 30), ("kB", 1e3m), ("MB", 1e6m)];
    private static readonly (string, decimal)[] rate = [("B/s", 1), ("MB/s", 1e6m), ("GB/s", 1e9m), ("TB/s", 1e12m)];
    private static readonly (string, decimal)[] delayed = [("J*s", 1), ("mJ*s", 1e-3m), ("uJ*s", 1e-6m), ("nJ*s", 1e-9m)];

    public static readonly FigureOfMerit Time = new("time", "chip time of the work", time, false);
    public static readonly FigureOfMerit Energy = new("energy", "energy of the work", energy, false);
    public static readonly FigureOfMerit Area = new("area", "area of the chip without DRAM", area, true);
    public static readonly FigureOfMerit EnergyDelay = new("edp", "energy times time", delayed, false);
    public static readonly FigureOfMerit Power = new("power", "energy by time", power, false);
    public static readonly FigureOfMerit Cycles = new("cycles", "chip cycles of the work", [], false);
    public static readonly FigureOfMerit Utilization = new("utilization", "products a PE and cycle", [("", 1), ("%", 0.01m)], false);
    public static readonly FigureOfMerit Pes = new("pes", "PEs of all arrays", [], true);
    public static readonly FigureOfMerit Sram = new("sram", "bytes of scratchpad and accumulators", bytes, true);
    public static readonly FigureOfMerit Bandwidth = new("bandwidth", "peak of the DRAM", rate, true);

    /// <summary>All of them; the first four are usual objectives.</summary>
    public static IReadOnlyList<FigureOfMerit> All { get; } =
        [Time, Energy, Area, EnergyDelay, Power, Cycles, Utilization, Pes, Sram, Bandwidth];

    /// <summary>A value in the basic unit, as people read it.</summary>
    public string Show(decimal value) => Name switch
    {
        "time" => Format.Time((double)value),
        "energy" => Format.Energy((double)value),
        "area" => $"{Format.Number((double)value / 1e6, 3)} mm²",
        "edp" => Quantity.EnergyDelay.Show((double)value),
        "power" => Format.Power((double)value, 1e-12),
        "utilization" => Format.Percent((double)value),
        "sram" => Format.Bytes((long)value),
        "bandwidth" => $"{Format.Number((double)value / 1e9, 1)} GB/s",
        _ => Format.Count((long)value),
    };

    public override string ToString() => Name;
}
