using System.CommandLine;
using System.Diagnostics;
using WageSim.CommandLine;
using WageSim.Models;
using WageSim.Runs;

namespace WageSim.Commands;

/// <summary>Times a network's step, or layers of other tools' files.</summary>
internal static class TimeCommand
{
    public static Command Create(CancellationToken cancellation)
    {
        var topology = new TopologyOptions(orNetwork: true);
        var step = new StepOptions();
        var threads = Choices.Threads();
        var json = Choices.Json();
        var command = new Command(
            "time", "Time a training step of a network, or the layers of a SCALE-Sim topology one by one, without data");
        step.AddTo(command);
        foreach (var option in topology.All) command.Add(option);
        command.Add(threads);
        command.Add(json);
        command.SetAction(parsed =>
        {
            string? file = parsed.GetValue(json);
            OutputFile.Check(file);
            bool isNetwork = step.IsAsked(parsed);
            if (isNetwork == topology.IsAsked(parsed))
                throw new InputException($"time: {(isNetwork ? "both" : "neither")} of --network and --topology given; one is expected");
            if (isNetwork && topology.FirstGiven(parsed) is { } ofTopologies)
                throw new InputException($"{ofTopologies}: is for --topology");
            if (!isNetwork && step.FirstGiven(parsed) is { } ofNetworks) throw new InputException($"{ofNetworks}: is for --network");
            if (isNetwork) TimeStep(step, topology, parsed, file, cancellation);
            else TimeLayers(topology.Plan(parsed), parsed.GetValue(threads) ?? Environment.ProcessorCount, file, cancellation);
            return ExitCode.Good;
        });
        return command;
    }

    private static void TimeStep(
        StepOptions options, TopologyOptions common, ParseResult parsed, string? file, CancellationToken cancellation)
    {
        var (chip, overrides, batch, prices) = common.Common(parsed);
        var step = options.Plan(parsed, chip, overrides, batch, prices);
        var (result, timing) = step.Run([CommandLineApp.Name, .. parsed.Tokens.Select(token => token.Value)], cancellation);
        step.Print(result, timing);
        OutputFile.WriteJson(file, result);
    }

    private static void TimeLayers(TopologyOptions.Asked plan, int threads, string? file, CancellationToken cancellation)
    {
        var metrics = new StepMetrics(plan.Chip, plan.Prices);
        var watch = Stopwatch.StartNew();
        var timed = LongTask.Run("layers", "layers", plan.Topology.Layers.Count, task =>
            TopologyTiming.Run(plan.Topology.Layers, plan.Chip, plan.Options, threads, () => task.Advance(1), cancellation));
        var result = TopologyResults.Of(plan.Topology, timed, plan.Options, metrics, plan.Notes, watch.Elapsed);
        TopologyResults.Print(result, plan.Chip);
        OutputFile.WriteJson(file, result);
    }
}
