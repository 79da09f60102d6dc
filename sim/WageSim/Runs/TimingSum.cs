using WageSim.Machine;
using WageSim.Models.Costs;

namespace WageSim.Runs;

/// <summary>Time and counts of several programs, each run a number of times, one after another.</summary>
internal static class TimingSum
{
    /// <summary>The sum; layers and phases are joined, and layers are in the network's order.</summary>
    public static MachineResult Of(IReadOnlyList<(MachineResult Timing, long Times)> runs)
    {
        var ranges = runs.SelectMany(run => run.Timing.Ranges.Select(range => new RangeResult(
            range.Layer, range.Phase, range.Cycles * run.Times, range.Macs * run.Times, range.PeProducts * run.Times,
            range.Activity * run.Times, range.States * run.Times)));
        var states = runs.Select(run => run.Timing.States * run.Times).Aggregate((a, b) => a + b);
        return new(
            runs.Sum(run => run.Timing.Cycles * run.Times), runs.Sum(run => run.Timing.Macs * run.Times),
            runs.Sum(run => run.Timing.PeProducts * run.Times),
            runs.Aggregate(new ActivityCounts(), (sum, run) => sum + run.Timing.Activity * run.Times),
            [.. ranges], states, new(
                Dram(dram => dram.RowHits), Dram(dram => dram.RowMisses), Dram(dram => dram.RowConflicts), Dram(dram => dram.Activates),
                Dram(dram => dram.Refreshes), Dram(dram => dram.ReadBursts), Dram(dram => dram.WriteBursts)));

        long Dram(Func<DramStatistics, long> count) => runs.Sum(run => count(run.Timing.Dram) * run.Times);
    }
}
