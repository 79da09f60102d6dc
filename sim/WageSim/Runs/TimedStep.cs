using System.Diagnostics;
using System.Text.Json.Nodes;
using WageSim.CommandLine;
using WageSim.Isa;
using WageSim.Machine;
using WageSim.Models.Costs;
using WageSim.Models.Hardware;
using WageSim.Models.Schemes;
using WageSim.Reports;
using WageSim.Workloads.Catalogue;
using WageSim.Workloads.Compiler;
using WageSim.Workloads.Schemes;

namespace WageSim.Runs;

/// <summary>A training step, or an inference pass, whose time is simulated without data, which it does not depend on.</summary>
internal sealed record TimedStep(SchemeParameters Parameters, Chip Chip, CompileOptions Options, PriceTable Prices)
{
    /// <summary>Compiles it, proves that it has no race, and simulates its time on the event clock.</summary>
    public (RunResult Result, MachineResult Timing) Run(IReadOnlyList<string> command, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var program = SchemeCompiler.Compile(Parameters, Chip, Options);
        var timing = LongTask.Run("timing", "instructions", program.Instructions.Count, task => Time(program, task, cancellation));
        return (Result(program, timing, command, watch.Elapsed), timing);
    }

    private MachineResult Time(Program program, LongTask task, CancellationToken cancellation)
    {
        RaceCheck.Run(Chip, program, cancellation);
        int reached = 0;
        return new Accelerator(Chip, program, data: null, new() { Entered = Advance, Cancellation = cancellation }).Run();

        // Skipped loops may be entered again.
        void Advance(int first)
        {
            if (first <= reached) return;
            task.Advance(first - reached);
            reached = first;
        }
    }

    private RunResult Result(Program program, MachineResult timing, IReadOnlyList<string> command, TimeSpan host)
    {
        var metrics = new StepMetrics(Chip, Prices);
        var (scheme, work) = (SchemeCatalogue.Of(Parameters), StepMetrics.Work(timing));
        return new()
        {
            Work = Options.Inference ? RunResult.Inference : RunResult.Step,
            Network = Parameters.Network.Notation,
            NetworkName = NetworkCatalogue.NameOf(Parameters.Network),
            Data = "none",
            Augmentation = "none",
            Chip = Chip.Name,
            Scheme = Parameters.Scheme,
            Formats = Parameters.Formats,
            SchemeSettings = Parameters.Settings.ToDictionary(),
            Bits = Parameters.Bits.ToString(),
            Batch = Options.Batch,
            Seed = 0,
            Clock = "event",
            Fidelity = "kernel",
            ErrorPass = Options.ErrorPass.ToString().ToLowerInvariant(),
            Saved = scheme.HasNormalisations && !Options.Inference ? Options.Saved.ToString().ToLowerInvariant() : null,
            Threads = 1,
            TrainImages = 0,
            TestImages = 0,
            Epochs = [],
            Steps = 1,
            StepsTimed = 1,
            Cycles = timing.Cycles,
            ChipSeconds = metrics.Seconds(timing.Cycles),
            Macs = timing.Macs,
            PeProducts = timing.PeProducts,
            Utilization = metrics.Utilization(timing.PeProducts, timing.Cycles),
            EnergyPicojoules = metrics.Picojoules(work),
            Energy = CostResults.Energy(metrics, timing),
            Area = CostResults.Area(metrics.Prices),
            NeededArea = CostResults.NeededArea(metrics.Prices, Parameters.Needs),
            FloatingPoint = CostResults.FloatingPoint(metrics, work, timing.Macs),
            PriceTable = CostResults.Table(metrics.Prices.Table),
            ChipDescription = JsonNode.Parse(ChipFile.Write(Chip))!.AsObject(),
            Command = command,
            Instructions = program.Instructions.Count,
            DramRoomBytes = program.DramBytes,
            Dram = CostResults.Dram(timing.Dram),
            TestCycles = 0,
            Stalls = CostResults.Stalls(timing.States),
            Layers = CostResults.Layers(Parameters.Network, metrics, timing),
            Activity = CostResults.Activity(timing.Activity),
            WeightsSha256 = "",
            PeUpdates = 0,
            GridCycles = 0,
            GoldenSteps = [],
            Host = new(host.TotalSeconds, Process.GetCurrentProcess().PeakWorkingSet64, new Dictionary<string, double>(), 0),
        };
    }

    /// <summary>What `time --network` prints.</summary>
    public void Print(RunResult result, MachineResult timing)
    {
        string what = Options.Inference ? "inference pass" : "training step";
        Output.Line($"network  {Parameters.Network}, {Parameters.Scheme} {Parameters.Formats}");
        Output.Line(TrainingTables.Chip(Chip));
        Output.Line($"program  one {what} of {Options.Batch} images of {Parameters.Network.Input}, without data: " +
            $"{Format.Count(result.Instructions!.Value)} instructions (room for {Format.Count(Chip.Sequencer.Instructions)}), " +
            $"{Format.Bytes(result.DramRoomBytes!.Value)} of DRAM");
        Output.Line();
        ResultTables.Layers("Cycles by layer and phase", result.Layers, Chip);
        ResultTables.Blocks("Cycles by block", result.Layers, Chip);
        ResultTables.Phases("Cycles by phase", result.Layers, Chip);
        ResultTables.Units(timing);
        double each = (double)result.PeProducts / Math.Max(1, result.Macs);
        Output.Line($"total    {Format.Count(result.Cycles)} cycles = {Format.Time(result.ChipSeconds)} on the chip, " +
            $"{Format.Count(result.Macs)} MACs, utilisation {Format.Percent(result.Utilization)}, " +
            $"{Format.Energy(result.EnergyPicojoules)} (prices: {result.PriceTable.Description})");
        Output.Line($"passes   {Format.Count(result.PeProducts)} products of PEs, {Format.Number(each)} a MAC: " +
            "one for each byte of a moving operand and slice of a standing one");
        Output.Line($"dram     {Format.Bytes(LayerSum.Dram(result.Activity))} read and written");
        Output.Line($"time     {Format.Time(result.Host.Seconds)} on this host, {Format.Bytes(result.Host.PeakBytes)} at the most");
    }
}
