using System.Globalization;

namespace WageSim.Reports.Tables;

/// <summary>What a number measures: its unit where it is exact, and how people read it.</summary>
public sealed class Quantity
{
    private readonly (double Size, string Name)[] steps;
    private readonly Func<double, string>? show;

    private Quantity(string unit, (double, string)[] steps, Func<double, string>? show = null) =>
        (Unit, this.steps, this.show) = (unit, steps, show);

    /// <summary>Words, which have no unit.</summary>
    public static Quantity Text { get; } = new("", [(1, "")]);

    /// <summary>How many; shown in full, on axes as k, M, G, T.</summary>
    public static Quantity Count { get; } = Counted("");

    /// <summary>Clock cycles of the chip.</summary>
    public static Quantity Cycles { get; } = Counted("cycles");

    /// <summary>A plain number of three digits.</summary>
    public static Quantity Number { get; } = new("", Prefixes(""), value => Digits(value));

    /// <summary>A part of one, shown in percent.</summary>
    public static Quantity Share { get; } =
        new("", [(0.01, "%")], value => $"{(value * 100).ToString("N1", CultureInfo.InvariantCulture)} %");

    /// <summary>How much more or less than another number, as a part of it.</summary>
    public static Quantity Change { get; } = new("", [(0.01, "%")], Share.show);

    /// <summary>A part of one, such as an error rate, shown in percent with two decimals.</summary>
    public static Quantity ErrorRate { get; } =
        new("", [(0.01, "%")], value => $"{(value * 100).ToString("N2", CultureInfo.InvariantCulture)} %");

    /// <summary>How many times another number.</summary>
    public static Quantity Ratio { get; } = new("", Prefixes(""), value => $"{Digits(value)}×");

    /// <summary>Energy in picojoules.</summary>
    public static Quantity Energy { get; } =
        new("pJ", [(1e-3, "fJ"), (1, "pJ"), (1e3, "nJ"), (1e6, "µJ"), (1e9, "mJ"), (1e12, "J"), (1e15, "kJ"), (1e18, "MJ")]);

    /// <summary>Time in seconds.</summary>
    public static Quantity Time { get; } = new("s", [(1e-9, "ns"), (1e-6, "µs"), (1e-3, "ms"), (1, "s"), (3600, "h")]);

    /// <summary>Energy times time, in joule-seconds.</summary>
    public static Quantity EnergyDelay { get; } =
        new("J·s", [(1e-15, "fJ·s"), (1e-12, "pJ·s"), (1e-9, "nJ·s"), (1e-6, "µJ·s"), (1e-3, "mJ·s"), (1, "J·s"), (1e3, "kJ·s")]);

    /// <summary>Power in watts.</summary>
    public static Quantity Power { get; } = new("W", [(1e-9, "nW"), (1e-6, "µW"), (1e-3, "mW"), (1, "W"), (1e3, "kW")]);

    /// <summary>Memory in bytes.</summary>
    public static Quantity Bytes { get; } = new(
        "bytes", [(1, "bytes"), (1024, "KiB"), (1 << 20, "MiB"), (1 << 30, "GiB"), (1L << 40, "TiB"), (1L << 50, "PiB")]);

    /// <summary>Area in square micrometres.</summary>
    public static Quantity Area { get; } = new("µm²", [(1, "µm²"), (1e6, "mm²")]);

    /// <summary>A plain number in a unit of its own, such as bytes/cycle.</summary>
    public static Quantity In(string unit) => new(unit, [(1, unit)], value => $"{Digits(value)} {unit}");

    /// <summary>Whether there is nothing between two whole numbers.</summary>
    public bool IsWhole => this == Count || this == Cycles;

    /// <summary>The unit that exact values are in: of CSV and JSON.</summary>
    public string Unit { get; }

    /// <summary>A value for readers, with its unit; null is a dash.</summary>
    public string Show(object? value) => value switch
    {
        null => "–",
        string text => text,
        bool yes => yes ? "yes" : "no",
        double.NaN => "–",
        // The only hyphen at a number's beginning is its sign.
        _ => Show(Convert.ToDouble(value, CultureInfo.InvariantCulture)) switch { ['-', .. var digits] => $"−{digits}", var text => text },
    };

    /// <summary>A difference for readers, with its sign; between shares, in percentage points.</summary>
    public string ShowDifference(object? value)
    {
        if (value is null or string or double.NaN) return Show(value);
        string text = Show(value);
        if (this == Share || this == ErrorRate) text = text.Replace("%", "pp");
        return Convert.ToDouble(value, CultureInfo.InvariantCulture) > 0 ? $"+{text}" : text;
    }

    /// <summary>A step of units for an axis up to a value: what a number is divided by, and the unit then.</summary>
    public (double Size, string Name) Step(double largest)
    {
        var step = steps[0];
        foreach (var next in steps)
        {
            if (Math.Abs(largest) >= next.Size * 0.9999) step = next;
        }
        return step;
    }

    /// <summary>Three significant digits, never fewer than the whole part: 12,345 · 123 · 12.3 · 1.23 · 0.0123.</summary>
    public static string Digits(double value)
    {
        double size = Math.Abs(value);
        if (value == 0) return "0";
        if (size < 0.0001) return value.ToString("0.##E+0", CultureInfo.InvariantCulture);
        int decimals = size >= 99.95 ? 0 : size >= 9.995 ? 1 : size >= 0.9995 ? 2 : 2 - (int)Math.Floor(Math.Log10(size * 1.0005));
        return value.ToString($"N{decimals}", CultureInfo.InvariantCulture);
    }

    private static (double, string)[] Prefixes(string unit) =>
        [.. (((double, string)[])[(1, ""), (1e3, "k"), (1e6, "M"), (1e9, "G"), (1e12, "T"), (1e15, "P")])
            .Select(step => (step.Item1, $"{step.Item2} {unit}".Trim()))];

    private static Quantity Counted(string unit) =>
        new(unit, Prefixes(unit), value => value.ToString("N0", CultureInfo.InvariantCulture));

    private string Show(double value)
    {
        if (show is not null) return show(value);
        var step = steps.FirstOrDefault(step => step.Size == 1, steps[0]);
        if (value != 0)
        {
            step = steps[0];
            foreach (var next in steps)
            {
                // 999.6 of a unit is 1.00 of the next.
                if (Math.Abs(value) >= next.Size * 0.9995) step = next;
            }
        }
        return $"{Digits(value / step.Size)} {step.Name}".TrimEnd();
    }
}
