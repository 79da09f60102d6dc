using System.Globalization;

namespace WageSim.CommandLine;

/// <summary>Numbers as people read them.</summary>
public static class Format
{
    private static readonly string[] joules = ["pJ", "nJ", "µJ", "mJ", "J", "kJ"];
    private static readonly string[] watts = ["pW", "nW", "µW", "mW", "W", "kW"];
    private static readonly string[] seconds = ["ns", "µs", "ms", "s"];
    private static readonly string[] prefixes = ["", "k", "M", "G", "T", "P"];
    private static readonly string[] bytes = ["bytes", "KiB", "MiB", "GiB", "TiB"];

    /// <summary>1234567 → 1,234,567.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>With a fixed number of decimals: 1,234.50.</summary>
    public static string Number(double value, int decimals = 2) => value.ToString($"N{decimals}", CultureInfo.InvariantCulture);

    /// <summary>0.1234 → 12.3 %.</summary>
    public static string Percent(double share, int decimals = 1) => $"{Number(share * 100, decimals)} %";

    /// <summary>Part of a whole in percent; nothing of nothing is 0 %.</summary>
    public static string Share(double part, double whole, int decimals = 1) => Percent(whole == 0 ? 0 : part / whole, decimals);

    /// <summary>Energy from picojoules: 1234567 → 1.23 µJ.</summary>
    public static string Energy(double picojoules) => Scale(picojoules, 1000, joules);

    /// <summary>Energy from picojoules: 1234567 → 1.23 µJ.</summary>
    public static string Energy(decimal picojoules) => Energy((double)picojoules);

    /// <summary>Area from µm²: 1234567 → 1.23 mm²; below 0.1 mm² in whole µm².</summary>
    public static string Area(decimal squareMicrons) =>
        squareMicrons < 100_000 ? $"{Number((double)squareMicrons, 0)} µm²" : $"{Number((double)squareMicrons / 1e6)} mm²";

    /// <summary>Mean power from picojoules and seconds: 1,818 mW are 1.82 W.</summary>
    public static string Power(double picojoules, double seconds) => Scale(picojoules / seconds, 1000, watts);

    /// <summary>Time from seconds, down to nanoseconds; from two minutes on, as h:mm:ss or m:ss.</summary>
    public static string Time(double value)
    {
        if (value < 120) return Scale(value * 1e9, 1000, seconds);
        long whole = (long)Math.Round(value);
        return whole < 3600 ? $"{whole / 60}:{whole % 60:00} min" : $"{whole / 3600}:{whole / 60 % 60:00}:{whole % 60:00} h";
    }

    /// <summary>Time of chip cycles.</summary>
    public static string Time(long cycles, int clockMegahertz) => Time(cycles / (clockMegahertz * 1e6));

    /// <summary>1536 → 1.50 KiB.</summary>
    public static string Bytes(long value) => value < 1024 ? $"{value} {bytes[0]}" : Scale(value, 1024, bytes);

    /// <summary>Three digits with a decimal prefix for the unit that follows: 1.53e11 → 153 G.</summary>
    public static string Prefixed(double value) => Scale(value, 1000, prefixes).TrimEnd();

    // Three digits, in the largest unit that leaves something before the point.
    private static string Scale(double value, double step, string[] units)
    {
        int unit = 0;
        // 999.6 of a unit is shown as 1.00 of the next, never as 1000.
        while (unit < units.Length - 1 && Math.Abs(value) >= step - 0.5)
        {
            value /= step;
            unit++;
        }
        double size = Math.Abs(value);
        int decimals = value == 0 || size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2;
        return $"{Number(value, decimals)} {units[unit]}";
    }
}
