using WageSim.Reports.Charts;
using WageSim.Reports.Pages;
using WageSim.Reports.Tables;

namespace WageSim.Reports.RunReports;

/// <summary>What units wait for.</summary>
internal static class Stalls
{
    private static readonly Dictionary<string, string> meanings = new()
    {
        ["token"] = "Waits for another unit's signal that data is there, or that a place for it is free.",
        ["bankConflict"] = "Another unit uses the same SRAM bank's port in this cycle.",
        ["operandFetch"] = "An array reads operands that it cannot stream at once, because a word of the port has too few of them.",
        ["weights"] = "An array waits for the weights of the next tile.",
        ["drain"] = "An array's pass waits until an earlier one has written its sums.",
        ["dram"] = "Waits for DRAM: for data to come, or to be taken.",
        ["queueFull"] = "The sequencer cannot issue: the unit's queue is full, so the unit has work enough.",
        ["sync"] = "The sequencer waits until all units are idle, at the end of a part of the program.",
    };

    private static readonly Column causeColumn = new("cause", "Cause", Quantity.Text,
        "What is waited for; each is explained in a table of its own.");
    private static readonly Column unitColumn = new("unit", "Unit", Quantity.Text,
        "Part of the chip with a queue of its own, or the sequencer.");

    public static Section Of(RunSet set)
    {
        string[] keys = [.. set.Runs.SelectMany(run => run.Result.Stalls).Where(stall => stall.Value > 0).Select(stall =>
            stall.Key).Distinct()];
        string[] units = [.. keys.Select(Unit).Distinct()], causes = Causes(keys.Select(Cause));
        return new("stalls", "Stalls by cause",
            "Every unit is in one state in every cycle: busy, idle, or waiting for one cause. Units run " +
            "beside one another, so a wait costs time only where no unit hides it. Idle is a unit without commands.",
        [
            new Figure("stalls-by-unit", "Waiting by unit and cause",
                "Cycles that a unit had work and waited; the rest of the run it was busy or idle.",
                width => BarChart.Stacked("Waiting by unit and cause", new("cycles", Quantity.Cycles), [.. causes.Select(Words.From)],
                    [.. units.Select(unit => new BarGroup(Words.From(unit), [.. set.Runs.Select(run => new Bar(set.BarName(run),
                        [.. causes.Select(cause =>
                            (double)run.Result.Stalls.GetValueOrDefault($"{unit}.{cause}"))]))]))],
                width, firstColour: 1)) { IsWide = true },
            .. set.Runs.Select((run, i) => ByLayer(set, run, i)),
            set.Compare("stalls", "Cycles of waiting by unit and cause", "", [unitColumn, causeColumn],
                new("cycles", "Cycles", Quantity.Cycles, "Cycles in which the unit waited for this cause."),
                keys.Select(key => (new object?[] { Words.From(Unit(key)), Words.From(Cause(key)) },
                    (IReadOnlyList<object?>)[.. set.Runs.Select(run => (object?)run.Result.Stalls.GetValueOrDefault(key))])), null),
            set.Each(run => Layers(run, keys)),
            new Table("stall-causes", "What the causes mean", "",
                [causeColumn, new("meaning", "Meaning", Quantity.Text, "The cause in a sentence.")],
                [.. causes.Select(cause => (object?[])[Words.From(cause), meanings.GetValueOrDefault(cause, "")])]),
        ]);
    }

    /// <summary>Those causes of waiting that occur, in one order everywhere.</summary>
    public static string[] Causes(IEnumerable<string> states)
    {
        var occurring = states.Where(state => state is not ("busy" or "idle")).ToHashSet();
        return [.. meanings.Keys.Where(occurring.Contains), .. occurring.Where(state => !meanings.ContainsKey(state)).Order()];
    }

    private static Figure ByLayer(RunSet set, ReportRun run, int i)
    {
        string[] keys = [.. run.Result.Stalls.Where(stall => stall.Value > 0).Select(stall => stall.Key)];
        string title = $"Share of cycles waiting, by {set.Row} and phase{(set.IsOne ? "" : $": {run.Name}")}";
        return new(set.IsOne ? "stalls-by-layer" : $"stalls-by-layer-{RunSet.Letter(i)}", title,
            $"Of the cycles of a {set.Row}'s phase, the part that a unit waited for a cause; full colour is all of them.",
            width =>
            {
                var rows = run.Charted();
                var values = new double?[rows.Count, keys.Length];
                for (int r = 0; r < rows.Count; r++)
                {
                    for (int c = 0; c < keys.Length; c++)
                        values[r, c] = Arithmetic.Share(rows[r].Stalls.GetValueOrDefault(keys[c]), rows[r].Cycles);
                }
                return HeatMap.Draw(title, $"{set.Row} and phase", [.. rows.Select(part => $"{part.Name} {part.Phase}")], "",
                    [.. keys.Select(key => $"{Words.From(Unit(key))}: {Words.From(Cause(key))}")], values, Quantity.Share, width, 1);
            }) { IsWide = true };
    }

    private static Table Layers(ReportRun run, string[] keys) => new("stalls-layers", "Cycles of waiting by layer and phase", "",
        [
            Energy.LayerColumn, Energy.PhaseColumn, new("cycles", "Cycles", Quantity.Cycles, "Chip cycles of all steps."),
            .. keys.Select(key => new Column(key, $"{Words.Heading(Unit(key))}: {Words.From(Cause(key))}", Quantity.Cycles,
                meanings.GetValueOrDefault(Cause(key), "Cycles of waiting."))),
        ],
        [.. run.Result.Layers.Select(part => (object?[])
            [part.Name, part.Phase, part.Cycles, .. keys.Select(key => (object?)part.Stalls.GetValueOrDefault(key))])])
    {
        Total = ["all", "", run.Result.Cycles, .. keys.Select(key => (object?)run.Result.Stalls.GetValueOrDefault(key))],
    };

    private static string Unit(string key) => key.Split('.')[0];

    private static string Cause(string key) => key.Split('.')[^1];
}
