using WageSim.CommandLine;
using WageSim.Isa;
using WageSim.Machine;
using WageSim.Reports;

namespace WageSim.Runs;

/// <summary>The timeline of one training step: its time is simulated once more and counted in buckets.</summary>
internal static class StepTimeline
{
    /// <summary>Buckets at most: finer than a figure's pixels, and a file of some hundred kilobytes.</summary>
    public const int MostBuckets = 500;

    private static readonly UnitState[] states = Enum.GetValues<UnitState>();

    /// <summary>The step of a plan, whose time is known.</summary>
    public static TimelineResult Of(TrainingPlan plan, StepEngine step, MachineResult timing, CancellationToken cancellation)
    {
        var buckets = LongTask.Run("timeline", "cycles", timing.Cycles, task => Count(plan, step, timing, task, cancellation));
        long burst = plan.Chip.Dram.BurstBytes, start = 0;
        return new()
        {
            Network = plan.Network.Notation,
            Chip = plan.Chip.Name,
            Batch = plan.Batch,
            Cycles = timing.Cycles,
            ClockMegahertz = plan.Chip.ClockMegahertz,
            BucketCycles = buckets.Width,
            Buckets = buckets.Count,
            Spans = [.. timing.Ranges.Select(range => new TimelineSpan(range.Layer, range.Phase, start, start += range.Cycles))],
            Units =
            [
                .. timing.States.Keys.OrderBy(unit => unit == Unit.Sequencer ? -1 : (int)unit).Select(unit => Of(unit, plan, buckets)),
            ],
            DramReadBytes = [.. buckets.ReadBursts.Select(bursts => bursts * burst)],
            DramWriteBytes = [.. buckets.WriteBursts.Select(bursts => bursts * burst)],
        };
    }

    private static StepBuckets Count(
        TrainingPlan plan, StepEngine step, MachineResult timing, LongTask task, CancellationToken cancellation)
    {
        long reached = 0;
        var buckets = new StepBuckets(timing.Cycles, MostBuckets, plan.Chip.Arrays) { Progress = Advance };
        step.Observe(buckets, cancellation);
        return buckets;

        void Advance(long cycle)
        {
            task.Advance(cycle - reached);
            reached = cycle;
        }
    }

    private static TimelineUnit Of(Unit unit, TrainingPlan plan, StepBuckets buckets)
    {
        int array = unit is >= Unit.Array0 and <= Unit.Array3 ? unit - Unit.Array0 : -1;
        var seen = states.Where(state => buckets.States(unit, state).Any(cycles => cycles > 0));
        return new(
            ResultTables.CamelCase(unit),
            seen.ToDictionary(state => ResultTables.CamelCase(state), state => (IReadOnlyList<long>)buckets.States(unit, state)),
            array < 0 ? null : buckets.Products(array), array < 0 ? 0 : plan.Chip.Rows * plan.Chip.Cols);
    }
}
