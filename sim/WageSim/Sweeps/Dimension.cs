using System.Globalization;
using WageSim.Models;

namespace WageSim.Sweeps;

/// <summary>A parameter with the values that it may take: a list, or every whole number of a range.</summary>
/// <param name="Values">The list in the order given; empty where there is a range.</param>
/// <param name="Range">Whole numbers, drawn evenly or by their logarithm; null where there is a list.</param>
public sealed record Dimension(string Key, IReadOnlyList<string> Values, Dimension.Numbers? Range = null)
{
    private const int MostValues = 10_000;

    /// <summary>The whole numbers Low..High; `Logarithmic` ones are drawn so that each doubling is equally likely.</summary>
    public readonly record struct Numbers(int Low, int High, bool Logarithmic);

    /// <summary>"8,16,32", "8..64", "8..64:8" (steps), "8..64:x2" (factors) or "1..4096:log" (samples only).</summary>
    public static Dimension Parse(string key, string text)
    {
        SweepKeys.Check(key);
        if (text.Length == 0) throw new InputException($"{key}=: no value; a list such as {key}=8,16 is expected");
        var values = new List<string>();
        foreach (string part in text.Split(','))
        {
            if (part.Trim() is not { Length: > 0 } value)
                throw new InputException($"{key}={text}: an empty value; values between commas are expected");
            // A path such as ../chip.json is no range.
            int dots = value.AsSpan().IndexOfAny('/', '\\') >= 0 ? -1 : value.IndexOf("..", StringComparison.Ordinal);
            if (dots < 0) values.Add(value);
            else if (value.EndsWith(":log", StringComparison.Ordinal))
                return text == part
                    ? new(key, [], Bounds(key, value, value[..^":log".Length], dots) with { Logarithmic = true })
                    : throw new InputException($"{key}={text}: a range with :log stands alone, without other values");
            else values.AddRange(Expand(key, value, dots));
        }
        string? twice = values.GroupBy(value => value).FirstOrDefault(group => group.Count() > 1)?.Key;
        if (twice is not null) throw new InputException($"{key}={text}: {twice} is given twice");
        return new(key, values);
    }

    /// <summary>The value at a place 0…1 of the list or range.</summary>
    public string At(double place)
    {
        if (Range is not { } range) return Values[Math.Min((int)(place * Values.Count), Values.Count - 1)];
        // Each number owns the places up to the next, so that both ends are drawn as often as the others.
        double low = range.Low, high = range.High + 1.0;
        double drawn = range.Logarithmic ? low * Math.Pow(high / low, place) : low + place * (high - low);
        return Math.Clamp((int)drawn, range.Low, range.High).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Number of values.</summary>
    public long Count => Range is { } range ? range.High - (long)range.Low + 1 : Values.Count;

    public override string ToString() =>
        Range is { } range ? $"{Key}={range.Low}..{range.High}:log" : $"{Key}={string.Join(',', Values)}";

    private static List<string> Expand(string key, string text, int dots)
    {
        int colon = text.IndexOf(':');
        var (low, high, _) = Bounds(key, text, colon < 0 ? text : text[..colon], dots);
        string step = colon < 0 ? "1" : text[(colon + 1)..];
        bool factor = step.StartsWith('x');
        if (!int.TryParse(factor ? step[1..] : step, NumberStyles.None, CultureInfo.InvariantCulture, out int by) || by < (factor ? 2 : 1))
            throw new InputException(
                $"{key}={text}: '{step}' is no step; a whole number from 1, x with a factor from 2, or log is expected");
        var numbers = new List<string>();
        for (long n = low; n <= high; n = factor ? n * by : n + by)
        {
            if (numbers.Count == MostValues)
                throw new InputException($"{key}={text}: has more than {MostValues} values; take a larger step");
            numbers.Add(n.ToString(CultureInfo.InvariantCulture));
        }
        return numbers;
    }

    private static Numbers Bounds(string key, string text, string range, int dots)
    {
        bool good = int.TryParse(range[..dots], NumberStyles.None, CultureInfo.InvariantCulture, out int low)
            & int.TryParse(range[(dots + 2)..], NumberStyles.None, CultureInfo.InvariantCulture, out int high);
        if (!good || low < 1 || high < low)
            throw new InputException($"{key}={text}: is no range; LOW..HIGH of whole numbers from 1 is expected, such as 8..64");
        return new(low, high, false);
    }
}
