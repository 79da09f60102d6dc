using System.CommandLine;
using System.Diagnostics;
using WageSim.CommandLine;
using WageSim.Runs;

namespace WageSim.Commands;

/// <summary>Times layers of other tools' files.</summary>
internal static class TimeCommand
{
    public static Command Create(CancellationToken cancellation)
    {
        var options = new TopologyOptions();
        var threads = Choices.Threads();
        var json = Choices.Json();
        var command = new Command("time", "Time the layers of a SCALE-Sim topology, one by one and without data");
        foreach (var option in options.All) command.Add(option);
        command.Add(threads);
        command.Add(json);
        command.SetAction(parsed =>
        {
            string? file = parsed.GetValue(json);
            OutputFile.Check(file);
            var plan = options.Plan(parsed);
            var metrics = new StepMetrics(plan.Chip, plan.Prices);
            var watch = Stopwatch.StartNew();
            int layers = plan.Topology.Layers.Count, most = parsed.GetValue(threads) ?? Environment.ProcessorCount;
            var timed = LongTask.Run("layers", "layers", layers, task =>
                TopologyTiming.Run(plan.Topology.Layers, plan.Chip, plan.Options, most, () => task.Advance(1), cancellation));
            var result = TopologyResults.Of(plan.Topology, timed, plan.Options, metrics, plan.Notes, watch.Elapsed);
            TopologyResults.Print(result, plan.Chip);
            OutputFile.WriteJson(file, result);
            return ExitCode.Good;
        });
        return command;
    }
}
