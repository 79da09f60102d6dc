using System.Globalization;
using System.Numerics;
using WageSim.Models;

namespace WageSim.Isa;

/// <summary>A word of assembly text and its place; what it cannot be read as is reported there.</summary>
public readonly record struct Token(string Text, string Source, int Line, int Column)
{
    /// <summary>The words of one line; a semicolon starts a comment.</summary>
    public static List<Token> Split(string line, string source, int number)
    {
        var tokens = new List<Token>();
        int end = line.IndexOf(';');
        if (end < 0) end = line.Length;
        for (int start = 0, at = 0; at <= end; at++)
        {
            if (at < end && !char.IsWhiteSpace(line[at])) continue;
            if (at > start) tokens.Add(new(line[start..at], source, number, start + 1));
            start = at + 1;
        }
        return tokens;
    }

    /// <summary>The exception that names this place.</summary>
    public InputException Error(string why) => new($"{Source}:{Line}:{Column}: {why}");

    /// <summary>Characters start…end-1.</summary>
    public Token Slice(int start, int end) => this with { Text = Text[start..end], Column = Column + start };

    /// <summary>Characters from start on.</summary>
    public Token Slice(int start) => Slice(start, Text.Length);

    /// <summary>A decimal or 0x hexadecimal number within limits; the message starts with what it is.</summary>
    public long Number(long min, long max, string what = "")
    {
        bool negative = Text.StartsWith('-');
        string digits = negative ? Text[1..] : Text;
        // A leading 0 keeps the first hexadecimal digit from being read as a sign.
        bool read = digits.StartsWith("0x", StringComparison.Ordinal)
            ? BigInteger.TryParse("0" + digits[2..], NumberStyles.AllowHexSpecifier, null, out var value) && digits.Length > 2
            : BigInteger.TryParse(digits, NumberStyles.None, null, out value);
        if (!read) throw Error($"{what}'{Text}' is not a number; decimal or 0x hexadecimal is expected");
        if (negative) value = -value;
        return value >= min && value <= max ? (long)value : throw Error($"{what}{Text} is outside {min}..{max}");
    }

    /// <summary>Numbers separated by commas, or - for none.</summary>
    public int[] Numbers(int min, int max)
    {
        if (Text == "-") return [];
        var numbers = new List<int>();
        for (int start = 0, end; start <= Text.Length; start = end + 1)
        {
            end = Text.IndexOf(',', start);
            if (end < 0) end = Text.Length;
            numbers.Add((int)Slice(start, end).Number(min, max));
        }
        return [.. numbers];
    }

    public override string ToString() => Text;
}
