using System.Numerics;
using System.Text.Json;

namespace WageSim.Models.Files;

/// <summary>What one field of an input file may hold.</summary>
public sealed class FieldRule
{
    private readonly Func<JsonElement, string?> fault;

    private FieldRule(JsonValueKind kind, string expected, Func<JsonElement, string?> fault) =>
        (Kind, Expected, this.fault) = (kind, expected, fault);

    /// <summary>Number, String, or True for both truth values.</summary>
    public JsonValueKind Kind { get; }

    /// <summary>What is allowed, such as "a whole number 1..256".</summary>
    public string Expected { get; }

    /// <summary>What is wrong with a value, or null.</summary>
    public string? Fault(JsonElement value)
    {
        var kind = value.ValueKind == JsonValueKind.False ? JsonValueKind.True : value.ValueKind;
        if (kind != Kind) return $"{Show(value)} is {KindName(value.ValueKind)}; {Expected} is expected";
        return fault(value) is { } why ? $"{Show(value)} is {why}" : null;
    }

    /// <summary>A whole number of a range.</summary>
    public static FieldRule Whole(int low, int high) =>
        Integer($"a whole number {low}..{high}", $"outside {low}..{high}", n => n >= low && n <= high);

    /// <summary>A power of two of a range.</summary>
    public static FieldRule PowerOfTwo(int low, int high) =>
        Integer($"a power of two {low}..{high}", $"not a power of two {low}..{high}",
            n => n >= low && n <= high && BitOperations.IsPow2(n));

    /// <summary>One of some whole numbers.</summary>
    public static FieldRule OneOf(params int[] values)
    {
        string list = string.Join(", ", values);
        return Integer($"one of {list}", $"not one of {list}", n => values.Any(value => value == n));
    }

    /// <summary>A number of a range.</summary>
    public static FieldRule Real(double low, double high) => new(JsonValueKind.Number, $"a number {low}..{high}",
        value => value.GetDouble() >= low && value.GetDouble() <= high ? null : $"outside {low}..{high}");

    /// <summary>One line of text that says something.</summary>
    public static FieldRule Text(int longest) => new(JsonValueKind.String, $"one line of 1..{longest} characters", value =>
        value.GetString() is { } text && !string.IsNullOrWhiteSpace(text) && text.Length <= longest && !text.Any(char.IsControl)
            ? null
            : $"not one line of 1..{longest} characters");

    /// <summary>One of some words.</summary>
    public static FieldRule Word(params string[] words)
    {
        string list = string.Join(", ", words);
        return new(JsonValueKind.String, $"one of {list}", value => words.Contains(value.GetString()) ? null : $"not one of {list}");
    }

    /// <summary>A truth value.</summary>
    public static FieldRule Flag() => new(JsonValueKind.True, "true or false", _ => null);

    /// <summary>A value as an error shows it: short, on one line.</summary>
    public static string Show(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "{…}",
        JsonValueKind.Array => "[…]",
        _ when value.GetRawText() is { Length: > 60 } text => text[..60] + "…",
        _ => value.GetRawText(),
    };

    /// <summary>A JSON kind in words.</summary>
    public static string KindName(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "no value",
        _ => "a boolean",
    };

    private static FieldRule Integer(string expected, string outside, Func<long, bool> allows) => new(JsonValueKind.Number, expected,
        value => !value.TryGetInt64(out long n) ? $"not {expected}" : allows(n) ? null : outside);
}
