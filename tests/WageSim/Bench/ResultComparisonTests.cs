using WageSim.Bench;
using WageSim.Machine;
using WageSim.Models.Costs;
using WageSim.Tests.Support;

namespace WageSim.Tests.Bench;

public sealed class ResultComparisonTests
{
    private const string Text = "fill spad=0 to=0 value=1\nsync\nhalt\n";

    [Fact]
    public void Runs_of_both_clocks_are_equal()
    {
        var rig = Rig.With();
        ResultComparison.Check("clocks", rig.Machine(Text, Clock.Stepping).Result, rig.Machine(Text, Clock.Event).Result);
    }

    [Fact]
    public void Every_difference_is_found()
    {
        var result = Rig.With().Machine(Text, Clock.Event).Result;
        var activity = result.Activity.Snapshot();
        activity.Add(Activity.VectorAdd, 1);
        var states = result.States.ToDictionary(unit => unit.Key, unit => (long[])unit.Value.Clone());
        states.Values.First()[0]++;
        MachineResult[] others =
        [
            result with { Cycles = result.Cycles + 1 }, result with { Macs = 1 }, result with { PeProducts = 1 },
            result with { Activity = activity }, result with { Dram = new() { RowHits = 1 } }, result with { States = new(states) },
            result with { Ranges = [.. result.Ranges, new("layer", "phase", 1, 0, 0, activity, result.States)] },
        ];
        foreach (var other in others)
        {
            var failed = Assert.Throws<FailedCheckException>(() => ResultComparison.Check("two runs", result, other));
            Assert.StartsWith("two runs: ", failed.Message);
        }
    }
}
