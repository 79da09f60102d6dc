using System.CommandLine;
using WageSim.CommandLine;
using WageSim.Runs;
using WageSim.Workloads.Topologies;

namespace WageSim.Commands;

/// <summary>Cycles beside another simulator's.</summary>
internal static class CompareCommand
{
    public static Command Create(CancellationToken cancellation) =>
        new("compare", "Compare cycles with another simulator's, and say why they differ") { ScaleSim(cancellation) };

    private static Command ScaleSim(CancellationToken cancellation)
    {
        var report = Choices.File("RESULT.csv", "SCALE-Sim's COMPUTE_REPORT.csv");
        var options = new TopologyOptions(orNetwork: false);
        var json = Choices.Json();
        var command = new Command("scalesim", "Time a topology's layers beside SCALE-Sim's report on them") { report };
        foreach (var option in options.All) command.Add(option);
        command.Add(json);
        command.SetAction(parsed =>
        {
            string file = parsed.GetValue(report)!;
            string? to = parsed.GetValue(json);
            OutputFile.CheckApart(file, to);
            OutputFile.Check(to);
            var theirs = ComputeReport.Read(file);
            var plan = options.Plan(parsed);
            var metrics = new StepMetrics(plan.Chip, plan.Prices);
            var timed = LongTask.Run("layers", "layers", plan.Topology.Layers.Count, task => TopologyTiming.Run(
                plan.Topology.Layers, plan.Chip, plan.Options, Environment.ProcessorCount, () => task.Advance(1), cancellation));
            var result = ScaleSimComparison.Of(plan.Topology, file, theirs, timed, metrics, plan.Options, plan.Notes);
            ScaleSimComparison.Print(result);
            OutputFile.WriteJson(to, result);
            return ExitCode.Good;
        });
        return command;
    }
}
