using System.Globalization;
using WageSim.Reports.Tables;

namespace WageSim.Reports.Charts;

/// <summary>Values → pixels along an axis, with ticks at round numbers in a unit that suits the largest.</summary>
public sealed class Scale
{
    private static readonly double[] factors = [1, 2, 5, 10];
    private readonly bool isLog;
    private readonly double low, high, size;

    /// <summary>An axis over all values, which may be none, from one pixel to another.</summary>
    /// <remarks>On a logarithmic axis, what is not above 0 is left out.</remarks>
    public Scale(Axis axis, IEnumerable<double> values, double from, double to, int mostTicks = 6)
    {
        (From, To, isLog) = (from, to, axis.IsLog);
        double[] finite = [.. values.Where(value => double.IsFinite(value) && (!isLog || value > 0))];
        if (finite.Length == 0) finite = isLog ? [1, 10] : [0, 1];
        (low, high) = (finite.Min(), finite.Max());
        string unit;
        if (isLog)
        {
            // Values that lie close together need ticks closer than 1, 2 and 5.
            double step = Step(high - low, mostTicks), floor = Math.Floor(low / step) * step;
            bool isNarrow = high > low && high < 5 * low && floor > 0;
            (low, high) = isNarrow ? (floor, Math.Ceiling(high / step) * step) : (LogFloor(low), LogCeiling(high));
            if (low == high) high *= 10;
            (size, unit) = LogUnit(axis.Quantity);
            Ticks = isNarrow ? LinearTicks(step / size) : LogTicks(mostTicks);
        }
        else
        {
            if (axis.FromZero) (low, high) = (Math.Min(0, low), Math.Max(0, high));
            // Something to stand on where all values are one: around it, or from zero to one unit.
            if (low == high) (low, high) = axis.FromZero ? (0, axis.Quantity.Step(0).Size) : (low - 0.5, high + 0.5);
            (size, unit) = axis.Quantity.Step(Math.Max(Math.Abs(low), Math.Abs(high)));
            Ticks = LinearTicks(Step((high - low) / size, mostTicks, axis.Quantity.IsWhole ? 1 / size : 0));
        }
        Title = unit == "" || axis.Title.EndsWith(unit, StringComparison.Ordinal) ? axis.Title : $"{axis.Title} ({unit})";
    }

    public double From { get; }
    public double To { get; }

    /// <summary>Smallest and largest value of the axis.</summary>
    public double Low => low;
    public double High => high;

    /// <summary>Values with their labels.</summary>
    public IReadOnlyList<(double Value, string Label)> Ticks { get; }

    /// <summary>The axis' words with the unit of its labels.</summary>
    public string Title { get; }

    /// <summary>The pixel of a value; those beyond the axis are put at its end.</summary>
    public double this[double value]
    {
        get
        {
            double share = isLog ? Math.Log(Math.Max(value, low) / low) / Math.Log(high / low) : (value - low) / (high - low);
            return From + Math.Clamp(share, 0, 1) * (To - From);
        }
    }

    // 1, 2 or 5 times a power of ten.
    private static double Step(double span, int most, double least = 0)
    {
        double rough = Math.Max(span / Math.Max(1, most - 1), least);
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough) + 1e-9));
        return factors.First(factor => factor * power >= rough * 0.999999) * power;
    }

    // A step is in the unit of the labels.
    private List<(double, string)> LinearTicks(double step)
    {
        int decimals = Math.Clamp(-(int)Math.Floor(Math.Log10(step) + 1e-9), 0, 12);
        var ticks = new List<(double, string)>();
        for (double i = Math.Ceiling(low / size / step - 1e-9); i * step <= high / size * (1 + 1e-9); i++)
            ticks.Add((i == 0 ? 0 : i * step * size, i == 0 ? "0" : (i * step).ToString($"N{decimals}", CultureInfo.InvariantCulture)));
        return ticks;
    }

    private List<(double, string)> LogTicks(int most)
    {
        int first = (int)Math.Ceiling(Math.Log10(low) - 1e-9), last = (int)Math.Floor(Math.Log10(high) + 1e-9);
        int every = Math.Max(1, (int)Math.Ceiling((last - first + 1) / (double)Math.Max(1, most)));
        double[] mantissas = last - first < 2 ? [1, 2, 5] : [1];
        var ticks = new List<(double, string)>();
        for (int power = first - 1; power <= last; power++)
        {
            foreach (double mantissa in mantissas)
            {
                double value = mantissa * Math.Pow(10, power);
                if ((power - first) % every == 0 && value >= low * 0.999 && value <= high * 1.001)
                    ticks.Add((value, LogLabel(value / size)));
            }
        }
        return ticks;
    }

    // The unit that suits the middle, if its ticks are powers of ten too; numbers and counts have k, M, … at each tick.
    private (double, string) LogUnit(Quantity quantity)
    {
        var step = quantity.Unit == "" || quantity.IsWhole
            ? (Size: 1, Name: quantity.Unit) : quantity.Step(Math.Sqrt(low) * Math.Sqrt(high));
        double power = Math.Log10(step.Size);
        return Math.Abs(power - Math.Round(power)) < 1e-9 ? step : (1, quantity.Unit);
    }

    private static string LogLabel(double value)
    {
        if (value < 0.001) return value.ToString("0.#E+0", CultureInfo.InvariantCulture);
        var (step, name) = Quantity.Number.Step(value);
        return $"{(value / step).ToString("0.###", CultureInfo.InvariantCulture)}{(name == "" ? "" : $" {name}")}";
    }

    // Down and up to 1, 2 or 5 times a power of ten.
    private static double LogFloor(double value)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(value) + 1e-12));
        return power * (value >= 5 * power ? 5 : value >= 2 * power ? 2 : 1);
    }

    private static double LogCeiling(double value)
    {
        double floor = LogFloor(value), power = Math.Pow(10, Math.Floor(Math.Log10(floor) + 1e-9));
        if (value <= floor * (1 + 1e-9)) return floor;
        return floor >= 4.9 * power ? 10 * power : floor >= 1.9 * power ? 5 * power : 2 * power;
    }
}
