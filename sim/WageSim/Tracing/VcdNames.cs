using System.Text.Json;
using WageSim.Isa;
using WageSim.Machine;

namespace WageSim.Tracing;

/// <summary>Words that a VCD file uses for units, states and ports: without blanks.</summary>
internal static class VcdNames
{
    /// <summary>Array0 → array0.</summary>
    public static string Of(Enum value) => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()).Replace("array_", "array");

    /// <summary>Who has a port: number 0 is nobody, then each way of each unit.</summary>
    public static IEnumerable<string> Holders =>
        Enum.GetValues<Unit>().SelectMany(_ => Enum.GetValues<Way>(), (unit, way) => way == Way.Words ? Of(unit) : $"{Of(unit)}.{Of(way)}")
            .Prepend("-");

    /// <summary>The number of a way of a unit among the holders.</summary>
    public static int Holder(Unit unit, Way way) => 1 + (int)unit * Enum.GetValues<Way>().Length + (int)way;

    /// <summary>A name as a file may have it.</summary>
    public static string Identifier(string name)
    {
        string safe = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
        return safe.Length == 0 ? "chip" : safe;
    }

    /// <summary>How many of which unit of time a cycle lasts; a cycle that no unit makes whole is one nanosecond.</summary>
    public static (string Timescale, long Units, bool Exact) Scale(int megahertz)
    {
        const long FemtosecondsTimesMegahertz = 1_000_000_000;
        (string Name, long Femtoseconds)[] scales =
            [("1 ns", 1_000_000), ("100 ps", 100_000), ("10 ps", 10_000), ("1 ps", 1_000), ("100 fs", 100), ("10 fs", 10), ("1 fs", 1)];
        foreach (var (name, femtoseconds) in scales)
            if (FemtosecondsTimesMegahertz % (megahertz * femtoseconds) == 0)
                return (name, FemtosecondsTimesMegahertz / (megahertz * femtoseconds), true);
        return ("1 ns", 1, false);
    }
}
