using System.Globalization;

namespace WageSim.Models.Costs;

/// <summary>A figure that follows from entries of a table, and how.</summary>
/// <param name="Entries">Names of the entries, none twice.</param>
/// <param name="Text">The arithmetic with numbers, without the result.</param>
public sealed record Derived(decimal Value, IReadOnlyList<string> Entries, string Text)
{
    /// <summary>So many of it.</summary>
    /// <param name="factor">The factor as it is written: "8 / 64".</param>
    public Derived Times(decimal times, string factor) => new(Value * times, Entries, $"{Text} × {factor}");

    /// <summary>Rounded, with the result at the end of the text where that is more than the entry's own figure.</summary>
    public Derived Rounded(int decimals, string unit)
    {
        // Divided by one, a decimal loses the zeros at its end.
        decimal rounded = Math.Round(Value, decimals, MidpointRounding.AwayFromZero) / 1.0000000000000000000000000000m;
        string number = $"{Number(rounded)} {unit}";
        return this with { Value = rounded, Text = Text == number ? Text : $"{Text} = {number}" };
    }

    /// <summary>A figure with its unit: "0.2 pJ".</summary>
    public static string Number(decimal value, PriceFigure figure) => figure switch
    {
        PriceFigure.SquareMicrons => $"{Number(value)} µm²",
        PriceFigure.Milliwatts => $"{Number(value)} mW",
        _ => $"{Number(value)} pJ",
    };

    /// <summary>A number as derivations write it: at most nine digits after the point.</summary>
    public static string Number(decimal value) => value.ToString("0.#########", CultureInfo.InvariantCulture);
}
