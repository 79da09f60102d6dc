using System.Diagnostics;
using System.Text.Json.Nodes;
using WageSim.CommandLine;
using WageSim.Isa.Execution;
using WageSim.Machine;
using WageSim.Models.Hardware;
using WageSim.Reports;
using WageSim.RunFolders;

namespace WageSim.Runs;

/// <summary>Classifies test images on the simulated chip and says what that cost.</summary>
public static class InferenceRun
{
    /// <summary>Runs to the end and returns the process's exit code.</summary>
    public static int Execute(InferSettings settings, string? json, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        if (settings.Run is not null) RunFolder.CheckApart(settings.Run, json);
        OutputFile.Check(json);
        var plan = InferencePlan.From(settings);
        using var team = new Team(settings.Threads);
        using var timing = new TimingSide(cancellation);
        var passes = new InferencePasses(plan.Parameters, plan.InputCodes, plan.Chip, settings.Clock, settings.Fidelity, team, timing);
        passes.SetState(plan.State);
        InferenceTables.Header(plan);
        var zeros = new ZeroTally();
        var (errors, difference) = LongTask.Run(
            "inference", "images", plan.Images.Count, task => Run(plan, passes, zeros, task, cancellation));
        if (difference is not null)
        {
            Output.Line($"differs from the golden model: {difference}");
            return ExitCode.CheckFailed;
        }
        var timings = passes.Timings(plan.Images.Count, plan.Batch);
        var sum = TimingSum.Of(timings);
        var work = HostTimes.Of(team, timing, passes.Engines);
        var host = new HostResult(
            watch.Elapsed.TotalSeconds, Process.GetCurrentProcess().PeakWorkingSet64,
            work.ToDictionary(part => ResultTables.CamelCase(part.Key), part => part.Value.TotalSeconds),
            passes.Grids.Sum(grid => grid.Time.TotalSeconds));
        long count = timings.Sum(pass => pass.Times);
        var result = Result(plan, errors, sum, count, zeros.Runs == count ? zeros : null, passes.Grids.Sum(grid => grid.Cycles), host);
        if (zeros.Runs > 0)
        {
            int counted = (int)Math.Min(plan.Images.Count, zeros.Runs * plan.Batch);
            result = result with { Zeros = ZeroResults.Of(zeros, count, TimingSum.Of(passes.Timings(counted, plan.Batch))) };
        }
        InferenceTables.Summary(result, sum, plan);
        OutputFile.WriteJson(json, result);
        return ExitCode.Good;
    }

    private static (Classification Errors, string? Difference) Run(
        InferencePlan plan, InferencePasses passes, ZeroTally zeros, LongTask task, CancellationToken cancellation)
    {
        var errors = new Classification();
        for (int first = 0, pass = 0; first < plan.Images.Count; first += plan.Batch, pass++)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(plan.Batch, plan.Images.Count - first);
            var counts = pass < plan.ZeroPasses ? zeros : null;
            if (pass < plan.Settings.Check)
            {
                var (wrong, difference) = passes.Check(plan.Images, first, count, cancellation, counts);
                if (difference is not null) return (errors, difference);
                errors += wrong;
            }
            else errors += passes.Run(plan.Images, first, count, cancellation, counts);
            task.Advance(count);
        }
        return (errors, null);
    }

    private static InferenceResult Result(
        InferencePlan plan, Classification errors, MachineResult sum, long passes, ZeroTally? zeros, long gridCycles, HostResult host)
    {
        var (metrics, settings) = (new StepMetrics(plan.Chip, plan.Prices), plan.Settings);
        var work = StepMetrics.Work(sum) with { ZeroProducts = zeros?.Total() };
        double images = plan.Images.Count, seconds = metrics.Seconds(sum.Cycles);
        return new()
        {
            Network = plan.Network.Notation,
            Data = settings.Data!,
            Chip = plan.Chip.Name,
            Scheme = plan.Parameters.Scheme,
            Formats = plan.Parameters.Formats,
            Bits = plan.Parameters.Bits.ToString(),
            Batch = plan.Batch,
            Clock = settings.Clock.ToString().ToLowerInvariant(),
            Fidelity = settings.Fidelity.ToString().ToLowerInvariant(),
            Threads = settings.Threads,
            Weights = plan.Source,
            WeightsSha256 = WeightHash.Sha256(plan.Parameters, plan.State),
            Images = plan.Images.Count,
            Error = errors.Wrong / images,
            ErrorTiesCorrect = errors.WrongWithTiesRight / images,
            Passes = passes,
            Cycles = sum.Cycles,
            ChipSeconds = seconds,
            ImagesPerSecond = images / seconds,
            Macs = sum.Macs,
            PeProducts = sum.PeProducts,
            Utilization = metrics.Utilization(sum.PeProducts, sum.Cycles),
            EnergyPicojoules = metrics.Picojoules(work),
            Energy = CostResults.Energy(metrics, sum, zeros: zeros),
            Area = CostResults.Area(metrics.Prices),
            NeededArea = CostResults.NeededArea(metrics.Prices, plan.Parameters.Needs),
            FloatingPoint = CostResults.FloatingPoint(metrics, work, sum.Macs),
            PriceTable = CostResults.Table(metrics.Prices.Table),
            ChipDescription = JsonNode.Parse(ChipFile.Write(plan.Chip))!.AsObject(),
            Command = settings.Command,
            Dram = CostResults.Dram(sum.Dram),
            Stalls = CostResults.Stalls(sum.States),
            Layers = CostResults.Layers(plan.Network, metrics, sum, zeros: zeros),
            Activity = CostResults.Activity(sum.Activity),
            PeUpdates = gridCycles * plan.Chip.Rows * plan.Chip.Cols,
            GridCycles = gridCycles,
            GoldenPassesChecked = (int)Math.Min(settings.Check, passes),
            Host = host,
        };
    }
}
