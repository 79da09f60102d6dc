using System.Globalization;

namespace WageSim.Reports.Tables;

/// <summary>Sums and differences of exact values: whole numbers and decimals stay exact.</summary>
public static class Arithmetic
{
    /// <summary>b − a; null where one is absent or a word.</summary>
    public static object? Difference(object? a, object? b) => (a, b) switch
    {
        (null or string or bool, _) or (_, null or string or bool) => null,
        (double, _) or (_, double) => Double(b) - Double(a),
        (decimal, _) or (_, decimal) => Decimal(b) - Decimal(a),
        _ => Convert.ToInt64(b, CultureInfo.InvariantCulture) - Convert.ToInt64(a, CultureInfo.InvariantCulture),
    };

    /// <summary>b / a − 1; null where one is absent or a is 0.</summary>
    public static double? Change(object? a, object? b) =>
        a is null or string or bool || b is null or string or bool || Double(a) == 0 ? null : Double(b) / Double(a) - 1;

    /// <summary>A part of a whole, 0 of nothing.</summary>
    public static double Share(object? part, object? whole) => part is null || whole is null || Double(whole) == 0
        ? 0 : Double(part) / Double(whole);

    /// <summary>A value as a binary number, for charts.</summary>
    public static double Double(object? value) => value is null ? double.NaN : Convert.ToDouble(value, CultureInfo.InvariantCulture);

    private static decimal Decimal(object? value) => Convert.ToDecimal(value, CultureInfo.InvariantCulture);
}
