using System.Globalization;
using WageSim.Models;
using WageSim.Models.Files;

namespace WageSim.Sweeps;

/// <summary>"area &lt; 5 mm2" → a constraint; errors name the column.</summary>
public sealed class ConstraintParser
{
    private static readonly string[] relations = ["<=", ">=", "!=", "==", "<", ">", "="];
    private readonly string text;
    private int at;

    private ConstraintParser(string text) => this.text = text;

    /// <summary>One constraint: FIGURE RELATION NUMBER UNIT.</summary>
    public static Constraint Parse(string text) => new ConstraintParser(text).Read();

    private Constraint Read()
    {
        int begin = Skip();
        string name = Take(char.IsAsciiLetter);
        var names = FigureOfMerit.All.Select(figure => figure.Name).ToList();
        if (name == "") throw Fault(begin, $"a figure is expected: {string.Join(", ", names)}");
        var figure = FigureOfMerit.All.FirstOrDefault(figure => figure.Name == name)
            ?? throw Fault(begin,
                $"'{name}' is unknown; did you mean {Spelling.Nearest(name, names)}? Figures are {string.Join(", ", names)}");
        int sign = Skip();
        string relation = relations.FirstOrDefault(relation => text.AsSpan(at).StartsWith(relation, StringComparison.Ordinal))
            ?? throw Fault(sign, "a relation is expected: <, <=, >, >=, = or !=");
        at += relation.Length;
        int start = Skip();
        string number = Take(c => char.IsAsciiDigit(c) || c == '.');
        if (IsExponent()) number += $"{text[at++]}{text[at++]}{Take(char.IsAsciiDigit)}";
        if (!decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value))
            throw Fault(start, "a number from 0 is expected, such as 5 or 2.5");
        int where = Skip();
        string unit = text[where..].TrimEnd();
        return new(text.Trim(), figure, relation == "==" ? "=" : relation, Scaled(value, unit, figure, start, where));
    }

    private decimal Scaled(decimal value, string unit, FigureOfMerit figure, int start, int where)
    {
        if (figure.Units.Count == 0)
            return unit == "" ? value : throw Fault(where, $"'{unit}': {figure} has no unit");
        string units = string.Join(", ", figure.Units.Select(known => known.Name).Where(known => known != "" && known.All(char.IsAscii)));
        var found = figure.Units.FirstOrDefault(known => known.Name == unit);
        if (found.Name is null)
            throw Fault(where, unit == "" ? $"a unit is missing: {units}" : $"'{unit}' is no unit of {figure}; {units} are");
        try
        {
            return value * found.Size;
        }
        catch (OverflowException)
        {
            throw Fault(start, "the number is too large");
        }
    }

    // 1e6, 2E-3; what follows may be a unit, too.
    private bool IsExponent() => at + 1 < text.Length && text[at] is 'e' or 'E'
        && (char.IsAsciiDigit(text[at + 1]) || (text[at + 1] is '-' or '+' && at + 2 < text.Length && char.IsAsciiDigit(text[at + 2])));

    private int Skip()
    {
        while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
        return at;
    }

    private string Take(Func<char, bool> wanted)
    {
        int begin = at;
        while (at < text.Length && wanted(text[at])) at++;
        return text[begin..at];
    }

    private InputException Fault(int position, string what) => new($"constraint '{text}': column {position + 1}: {what}");
}
