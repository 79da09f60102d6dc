using WageSim.Machine;
using WageSim.Models.Costs;
using WageSim.Runs;

namespace WageSim.Sweeps;

/// <summary>Counts by name, as results have them; what is 0 is left out.</summary>
internal static class Names
{
    /// <summary>Cycles by "unit.state".</summary>
    public static IReadOnlyDictionary<string, long> States(UnitStates states) => (
        from unit in states.OrderBy(unit => unit.Key)
        from state in Enum.GetValues<UnitState>()
        where unit.Value[(int)state] > 0
        let name = $"{ResultTables.CamelCase(unit.Key)}.{ResultTables.CamelCase(state)}"
        select KeyValuePair.Create(name, unit.Value[(int)state])).ToDictionary();

    public static IReadOnlyDictionary<string, long> Counts(ActivityCounts counts) =>
        counts.Where(entry => entry.Value != 0).ToDictionary(entry => $"{entry.Key}", entry => entry.Value);

    public static IReadOnlyDictionary<string, long> Dram(DramStatistics dram) => new Dictionary<string, long>
    {
        ["rowHits"] = dram.RowHits, ["rowMisses"] = dram.RowMisses, ["rowConflicts"] = dram.RowConflicts, ["activates"] = dram.Activates,
        ["refreshes"] = dram.Refreshes, ["readBursts"] = dram.ReadBursts, ["writeBursts"] = dram.WriteBursts,
    };
}
