using WageSim.CommandLine;
using WageSim.Machine;
using WageSim.Models.Costs;
using WageSim.Models.Hardware;
using WageSim.Runs;

namespace WageSim.Commands;

/// <summary>Time, states and energy of one run, as tables and as JSON.</summary>
internal sealed class RunReport
{
    private static readonly UnitState[] states = Enum.GetValues<UnitState>();
    private readonly Chip chip;
    private readonly MachineResult result;
    private readonly ChipPrices prices;
    private readonly IReadOnlyList<EnergyPart> parts;
    private readonly StepMetrics metrics;

    public RunReport(Chip chip, MachineResult result, PriceTable table)
    {
        (this.chip, this.result) = (chip, result);
        metrics = new(chip, table);
        prices = metrics.Prices;
        parts = metrics.Energy.Parts(StepMetrics.Work(result));
    }

    private decimal Picojoules => parts.Sum(part => part.Picojoules);
    private double Seconds => result.Cycles / (chip.ClockMegahertz * 1e6);

    public void Print()
    {
        PrintRanges();
        PrintStates();
        PrintActivities();
        var dram = result.Dram;
        long bursts = dram.ReadBursts + dram.WriteBursts;
        Output.Line($"chip {chip.Name}, {chip.ClockMegahertz} MHz: {Format.Count(result.Cycles)} cycles, {Format.Time(Seconds)}");
        string used = Format.Percent(Utilization(result.PeProducts, result.Cycles));
        Output.Line($"{Format.Count(result.Macs)} MACs, {used} of the PEs' cycles used");
        Output.Line($"{Format.Energy(Picojoules)}, {Format.Power((double)Picojoules, Seconds)} (prices: {prices.Table.Name})");
        Output.Line($"DRAM: {Format.Count(dram.ReadBursts)} bursts read, {Format.Count(dram.WriteBursts)} written, " +
            $"{Format.Share(dram.RowHits, bursts)} row hits, " +
            $"{Format.Count(dram.Activates)} activates, {Format.Count(dram.Refreshes)} refreshes");
    }

    /// <summary>Everything, for programs to read.</summary>
    public object Json(string file, Clock clock) => new
    {
        File = file,
        Chip = chip.Name,
        chip.ClockMegahertz,
        Clock = clock,
        result.Cycles,
        Seconds,
        result.Macs,
        result.PeProducts,
        Utilization = Utilization(result.PeProducts, result.Cycles),
        Prices = prices.Table.Name,
        Picojoules,
        Ranges = result.Ranges.Select(range => new
        {
            range.Layer, range.Phase, range.Cycles, range.Macs, range.PeProducts, Picojoules = metrics.Picojoules(StepMetrics.Work(range)),
            Units = Units(range.States),
        }),
        Units = Units(result.States),
        Activities = result.Activity.Select(entry => new
        {
            Activity = entry.Key, Count = entry.Value, entry.Key.Describe().Unit,
            Picojoules = parts.Where(part => part.Price.Activity == entry.Key).Sum(part => part.Picojoules),
        }),
        Energy = CostResults.Energy(metrics, result),
        Area = CostResults.Area(metrics.Prices),
        result.Dram,
    };

    private static Dictionary<string, Dictionary<string, long>> Units(UnitStates cycles) =>
        cycles.ToDictionary(unit => Key(unit.Key), unit => states.ToDictionary(Key, state => unit.Value[(int)state]));

    private void PrintRanges()
    {
        // A layer and phase may come in several parts of the program, such as an error's quantisation and its product.
        var rows = result.Ranges.GroupBy(range => (range.Layer, range.Phase))
            .Select(group => Row(group.Key.Layer, group.Key.Phase, group)).ToList();
        if (result.Ranges.Sum(range => range.Cycles) is var known && known < result.Cycles)
            rows.Add(Row("-", "-", [.. result.Ranges.Select(Negative), Whole]));
        rows.Add(Row("total", "", [Whole]));
        Output.Table("cycles by layer and phase",
            [("layer", false), ("phase", false), ("cycles", true), ("share", true), ("MACs", true), ("PEs used", true),
             ("DRAM", true), ("energy", true)],
            rows);
    }

    private RangeResult Whole => new("", "", result.Cycles, result.Macs, result.PeProducts, result.Activity, result.States);

    // What the whole has beyond its ranges is code without a range, as in a program written by hand.
    private static RangeResult Negative(RangeResult range) =>
        range with
        {
            Cycles = -range.Cycles, Macs = -range.Macs, PeProducts = -range.PeProducts, Activity = range.Activity * -1,
            States = range.States * -1,
        };

    private string[] Row(string layer, string phase, IEnumerable<RangeResult> parts)
    {
        long cycles = 0, macs = 0, products = 0, dram = 0;
        decimal picojoules = 0;
        foreach (var part in parts)
        {
            cycles += part.Cycles;
            macs += part.Macs;
            products += part.PeProducts;
            dram += part.Activity[Activity.DramReadByte] + part.Activity[Activity.DramWriteByte];
            picojoules += metrics.Picojoules(StepMetrics.Work(part));
        }
        return
        [
            layer, phase, Format.Count(cycles), Format.Share(cycles, result.Cycles), Format.Count(macs),
            Format.Percent(Utilization(products, cycles)), Format.Bytes(dram), Format.Energy(picojoules),
        ];
    }

    private void PrintStates()
    {
        var seen = states.Where(state => result.States.Values.Any(cycles => cycles[(int)state] > 0)).ToList();
        Output.Table("units, share of all cycles",
            [("unit", false), .. seen.Select(state => (Words(state), true))],
            result.States.OrderBy(unit => unit.Key).Select(unit => (string[])
            [
                Key(unit.Key),
                .. seen.Select(state => unit.Value[(int)state]).Select(cycles => cycles == 0 ? "-" : Format.Share(cycles, result.Cycles)),
            ]));
    }

    private void PrintActivities()
    {
        Output.Table("activities",
            [("activity", false), ("count", true), ("of", false), ("which is", false)],
            result.Activity.Where(entry => entry.Value > 0).Select(entry => new[]
            {
                $"{entry.Key}", Format.Count(entry.Value), entry.Key.Describe().Unit, entry.Key.Describe().Summary,
            }));
        ResultTables.EnergyParts(parts);
    }

    private double Utilization(long products, long cycles) =>
        cycles == 0 ? 0 : (double)products / cycles / (chip.Arrays * chip.Rows * chip.Cols);

    private static string Key<T>(T name) where T : struct, Enum => char.ToLowerInvariant($"{name}"[0]) + $"{name}"[1..];

    // BankConflict → bank conflict
    private static string Words(UnitState state) =>
        string.Concat($"{state}".Select((c, i) => (i > 0 && char.IsUpper(c) ? " " : "") + char.ToLowerInvariant(c)));
}
