using System.Text.Json;
using WageSim.CommandLine;
using WageSim.Isa;
using WageSim.Machine;
using WageSim.Models.Costs;
using WageSim.Models.Hardware;
using WageSim.Reports;

namespace WageSim.Runs;

/// <summary>Tables of what a run took, the same for training and inference.</summary>
internal static class ResultTables
{
    /// <summary>A row a layer and phase; with what of the notation it is, where names do not say it.</summary>
    public static void Layers(string title, IReadOnlyList<LayerResult> layers, Chip chip)
    {
        (string, bool)[] part = layers.Any(layer => layer.Part is not null) ? [("part", false)] : [];
        Sums(title, [("layer", false), .. part, ("phase", false)], chip, layers.Select(layer =>
            ((string[])[layer.Name, .. part.Length == 0 ? [] : (string[])[layer.Part ?? ""], layer.Phase], LayerSum.Of("", [layer]))));
    }

    /// <summary>A row a phase, that of normalisations apart.</summary>
    public static void Phases(string title, IReadOnlyList<LayerResult> layers, Chip chip) =>
        Sums(title, [("phase", false)], chip,
            LayerSum.ByPhase(layers).Append(LayerSum.Of("all", layers)).Select(sum => ((string[])[sum.Name], sum)));

    /// <summary>A row a block of a residual network; nothing of others.</summary>
    public static void Blocks(string title, IReadOnlyList<LayerResult> layers, Chip chip)
    {
        if (LayerSum.ByBlock(layers) is { Count: > 0 } blocks)
            Sums(title, [("block", false)], chip, blocks.Select(sum => ((string[])[sum.Name], sum)));
    }

    // Passes stand where operands are wider than the PEs.
    private static void Sums(
        string title, IEnumerable<(string, bool)> names, Chip chip, IEnumerable<(string[] Names, LayerSum Sum)> rows)
    {
        var all = rows.ToList();
        (string, bool)[] passes = all.Any(row => row.Sum.PeProducts != row.Sum.Macs) ? [("passes", true)] : [];
        long cycles = all.Where(row => row.Sum.Name != "all").Sum(row => row.Sum.Cycles), pes = (long)chip.Arrays * chip.Rows * chip.Cols;
        Output.Table(title,
            [
                .. names, ("cycles", true), ("share", true), ("MACs", true), .. passes, ("utilisation", true), ("DRAM", true),
                ("energy", true),
            ],
            all.Select(row => (string[])
            [
                .. row.Names, Format.Count(row.Sum.Cycles), Format.Share(row.Sum.Cycles, cycles), Format.Count(row.Sum.Macs),
                .. passes.Length == 0 ? [] : (string[])[row.Sum.Passes is { } times ? Format.Number(times) : "-"],
                Format.Percent(row.Sum.Utilization(pes)), Format.Bytes(row.Sum.DramBytes), Format.Energy(row.Sum.EnergyPicojoules),
            ]));
    }

    /// <summary>Energy, price by price, where there is any.</summary>
    public static void EnergyParts(IReadOnlyList<EnergyPart> parts)
    {
        decimal total = parts.Sum(part => part.Picojoules);
        Output.Table("energy",
            [("component", false), ("item", false), ("count", true), ("of", false), ("pJ each", true), ("energy", true), ("share", true)],
            parts.Where(part => part.Picojoules > 0).Select(part => new[]
            {
                part.Price.Component, part.Price.Item, Format.Count(part.Count), part.Price.Unit,
                Format.Number((double)part.Price.Picojoules, 3), Format.Energy(part.Picojoules),
                Format.Share((double)part.Picojoules, (double)total),
            }));
    }

    public static void Units(MachineResult result)
    {
        var causes = Enum.GetValues<UnitState>().Where(state => result.States.Values.Any(cycles => cycles[(int)state] > 0)).ToList();
        Output.Table("What each unit does, share of all cycles",
            [("unit", false), .. causes.Select(state => (Name(state.ToString(), ' '), true))],
            result.States.OrderBy(unit => unit.Key).Select(unit => (string[])
            [
                Name(unit.Key.ToString(), ' '), .. causes.Select(state => Format.Share(unit.Value[(int)state], result.Cycles)),
            ]));
    }

    /// <summary>Lines on products with a zero operand, or none.</summary>
    public static void Zeros(ZeroResult? zeros, string runs)
    {
        if (zeros is null) return;
        string phases = string.Join(", ", zeros.Layers.GroupBy(layer => layer.Phase).Select(phase =>
            $"{phase.Key} {Format.Percent((double)phase.Sum(layer => layer.ZeroProducts) / phase.Sum(layer => layer.PeProducts))}"));
        Output.Line($"zeros    {Format.Percent(zeros.Share)} of the products have a zero operand ({phases}), counted in " +
            (zeros.Counted == zeros.Of ? $"all {runs}" : $"{Format.Count(zeros.Counted)} of {Format.Count(zeros.Of)} {runs}"));
    }

    public static void HostTime(HostResult host)
    {
        double threads = host.Work.Values.Sum();
        Output.Table("Where the host's time went, all threads together",
            [("work", false), ("time", true), ("share", true)],
            Enum.GetValues<HostWork>().Select(work => (string[])
            [
                Name(work.ToString(), ' '), Format.Time(host.Work[CamelCase(work)]), Format.Percent(host.Work[CamelCase(work)] / threads),
            ]));
    }

    /// <summary>A line on the arrays PE by PE, or none.</summary>
    public static void Grid(long peUpdates, long cycles, double seconds)
    {
        if (cycles > 0)
            Output.Line($"grid     {Format.Count(peUpdates)} PE updates in {Format.Count(cycles)} array cycles, " +
                $"{Format.Time(seconds)}: {Format.Number(peUpdates / seconds / 1e9)} G a second; " +
                "every pass took the documented cycles");
    }

    /// <summary>Cycles that units waited, by "unit.cause".</summary>
    public static IEnumerable<(string Name, long Cycles)> Stalls(UnitStates states) =>
        from unit in states
        from state in Enum.GetValues<UnitState>()
        where state is not (UnitState.Busy or UnitState.Idle)
        select ($"{CamelCase(unit.Key)}.{CamelCase(state)}", unit.Value[(int)state]);

    /// <summary>BankConflict → bank conflict; Array0 → array 0.</summary>
    internal static string Name(string pascal, char separator) => string.Concat(pascal.Select((c, i) =>
    {
        bool begins = i > 0 && (char.IsUpper(c) || char.IsDigit(c));
        return begins ? $"{separator}{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}";
    }));

    internal static string CamelCase(Enum value) => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
