using WageSim.CommandLine;
using WageSim.Isa;

namespace WageSim.Bench;

/// <summary>What `bench` prints.</summary>
internal static class BenchmarkTables
{
    public static void Print(IReadOnlyList<Figure> figures, IReadOnlyDictionary<string, double> values)
    {
        Output.Table("Figures, all measured in this run",
            [("figure", false), ("value", true), ("unit", false), ("meaning", false)],
            figures.Where(figure => !IsHostTime(figure)).Select(figure => (string[])
            [
                figure.Name, Value(figure.Unit, values[figure.Name]), figure.Unit, figure.Meaning,
            ]));
        if (figures.Any(IsHostTime)) HostTime(values);
    }

    private static bool IsHostTime(Figure figure) => figure.Name.StartsWith(TrainingSpeed.HostPrefix, StringComparison.Ordinal);

    private static void HostTime(IReadOnlyDictionary<string, double> values) =>
        Output.Table("Where host time goes: training the LeNet on chip base, all threads",
            [("work", false), ("time", true), ("share", true)],
            Enum.GetValues<HostWork>().OrderByDescending(work => values[TrainingSpeed.SecondsOf(work)]).Select(work => (string[])
            [
                TrainingSpeed.Words(work), Format.Time(values[TrainingSpeed.SecondsOf(work)]), Format.Percent(values[TrainingSpeed.ShareOf(work)]),
            ]));

    private static string Value(string unit, double value) => unit switch
    {
        "s" => Format.Number(value, value < 1 ? 4 : 1),
        "" => Format.Number(value, 3),
        "MAC" => Format.Number(value, 1),
        "steps" or "cycles" => Format.Count((long)value),
        _ => Format.Prefixed(value),
    };
}
