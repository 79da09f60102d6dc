using WageSim.Reports.Charts;
using WageSim.Reports.Pages;
using WageSim.Reports.Tables;

namespace WageSim.Reports.RunReports;

/// <summary>One training step over time.</summary>
internal static class Steps
{
    private static readonly Axis axis = new("cycle of the step", Quantity.Cycles);

    public static Section Of(RunSet set)
    {
        var blocks = new List<IBlock>();
        for (int i = 0; i < set.Runs.Count; i++)
        {
            var run = set.Runs[i];
            if (run.Timeline is not { } timeline)
            {
                blocks.Add(new Paragraph($"{run.Name} has no timeline: runs that are kept in a folder have one."));
                continue;
            }
            string key = set.IsOne ? "" : $"-{RunSet.Letter(i)}", name = set.IsOne ? "" : $": {run.Name}";
            blocks.Add(new Figure($"step-phases{key}", $"Phases of a step{name}",
                "When the layers' phases run: forward down the layers, errors and gradients back up.",
                width => Phases(timeline, set.Phases, $"Phases of a step{name}", width)) { IsWide = true });
            blocks.Add(new Figure($"step-units{key}", $"Units over a step{name}",
                "What each unit does along the step: the coloured part of a strip's height is the share of time in that state.",
                width => Units(timeline, $"Units over a step{name}", width)) { IsWide = true });
            blocks.Add(new Figure($"step-dram{key}", $"DRAM over a step{name}",
                "Bytes moved as a share of what the pins could pass, a row's where its last data pass; what would be above all is cut off.",
                width => Dram(run, timeline, $"DRAM over a step{name}", width)) { IsWide = true });
        }
        return new("step", "One training step", "All steps of a run take the same cycles: time does not depend on data.", blocks);
    }

    private static string Phases(TimelineResult timeline, IReadOnlyList<string> phases, string title, int width)
    {
        var order = phases.ToList();
        var tracks = timeline.Spans.GroupBy(span => span.Layer).Select(layer => new GanttTrack(layer.Key,
            [.. layer.Select(span => new GanttSpan(span.Start, span.End, Math.Max(0, order.IndexOf(span.Phase)), span.Phase))]));
        return GanttChart.Draw(title, axis, phases, [.. tracks], width);
    }

    private static string Units(TimelineResult timeline, string title, int width)
    {
        // Busy on the strip's foot, then causes of waiting in the order and colours of the figure of stalls; idle is what is left over.
        string[] states = ["busy", .. Stalls.Causes(timeline.Units.SelectMany(unit => unit.States.Keys))];
        var tracks = timeline.Units.Select(unit => new StripTrack(Words.From(unit.Unit), [.. states.Select(state =>
            (IReadOnlyList<double>)[.. Enumerable.Range(0, timeline.Buckets).Select(bucket =>
                unit.States.TryGetValue(state, out var cycles) ? Part(timeline, bucket, cycles[bucket]) : 0)])]));
        return StripChart.Draw(title, axis, timeline.Cycles, [.. states.Select(Words.From)], [.. tracks], width);
    }

    private static string Dram(ReportRun run, TimelineResult timeline, string title, int width)
    {
        double[] read = [.. timeline.DramReadBytes.Select((count, i) => Math.Min(1, Part(timeline, i, count) / run.DramBytesPerCycle))];
        double[] written = [.. timeline.DramWriteBytes.Select((count, i) =>
            Math.Min(1 - read[i], Part(timeline, i, count) / run.DramBytesPerCycle))];
        return StripChart.Draw(title, axis, timeline.Cycles, ["read", "written"], [new("DRAM", [read, written])], width);
    }

    private static double Part(TimelineResult timeline, int bucket, double amount)
    {
        long cycles = Math.Min(timeline.BucketCycles, timeline.Cycles - bucket * timeline.BucketCycles);
        return cycles <= 0 ? 0 : amount / cycles;
    }
}
