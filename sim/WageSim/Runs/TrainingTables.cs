using WageSim.CommandLine;
using WageSim.Machine;
using WageSim.Models.Hardware;
using WageSim.Reports;
using WageSim.Workloads.Compiler;
using WageSim.Workloads.Datasets;

namespace WageSim.Runs;

/// <summary>What `train` prints.</summary>
internal static class TrainingTables
{
    public static string EpochHeader =>
        $"{"epoch",5} {"rate",6} {"loss",8} {"train error",11} {"test error",10} " +
        $"{"cycles",14} {"chip time",10} {"MACs",16} {"utilisation",11} {"energy",10}";

    public static string EpochRow(EpochResult e) =>
        $"{e.Epoch,5} {Rate(e),6} {Format.Number(e.Loss, 3),8} " +
        $"{Format.Percent(e.TrainError, 2),11} {Format.Percent(e.TestError, 2),10} " +
        $"{Format.Count(e.Cycles),14} {Format.Time(e.ChipSeconds),10} {Format.Count(e.Macs),16} " +
        $"{Format.Percent(e.Utilization),11} {Format.Energy(e.EnergyPicojoules),10}";

    private static string Rate(EpochResult e) =>
        (e.GradientBits ?? e.LearningRateCode) is { } whole ? $"{whole}" : $"{e.LearningRate:0.####}";

    /// <summary>What was compared with the golden model, and its losses and errors beside the machine's.</summary>
    public static IEnumerable<string> Checked(TrainingProgress progress)
    {
        string steps = progress.Checked.Count == 1 ? "step equals" : $"{progress.Checked.Count} steps equal";
        yield return $"the first {steps} the golden model: {progress.TensorsChecked} tensors, " +
            $"{Format.Count(progress.ValuesChecked)} values";
        yield return $"{"step",5} {"loss",9} {"golden",9} {"errors",7} {"golden",7}";
        foreach (var (step, loss, goldenLoss, errors, goldenErrors) in progress.Checked)
            yield return $"{step,5} {Format.Number(loss, 3),9} {Format.Number(goldenLoss, 3),9} {errors,7} {goldenErrors,7}";
    }

    public static void Header(TrainingPlan plan)
    {
        var (chip, data) = (plan.Chip, plan.Data);
        string weights = Format.Count(plan.Network.Layers.Sum(layer => (long)layer.WeightCount));
        Output.Line($"network  {plan.Network}, {plan.Scheme.Name} {plan.Parameters.Formats}, {weights} weights");
        Output.Line($"data     {data.Name}: {Format.Count(data.Train.Count)} training and {Format.Count(data.Test.Count)} test images " +
            $"of {plan.Network.Input}{(plan.Augmentation == Augmentation.None ? "" : $", {Augmentations.Name(plan.Augmentation)}")}");
        Output.Line(Chip(chip));
        string epochs = $"{plan.Epochs} epoch{(plan.Epochs == 1 ? "" : "s")}", clock = plan.Settings.Clock.ToString().ToLowerInvariant();
        Output.Line($"run      batch {plan.Batch}, {plan.StepsPerEpoch} steps an epoch, {epochs}, " +
            $"{plan.Scheme.RateName} {plan.Rates.Text}, seed {plan.Settings.Seed}, {clock} clock" +
            (plan.Settings.Fidelity == Fidelity.Grid ? ", arrays PE by PE" : "") +
            (plan.Settings.ErrorPass == ErrorPass.Recompute ? ", errors recomputed" : "") +
            (plan.Saved == SavedTensors.Recompute ? ", normalisations recomputed" : ""));
    }

    /// <summary>A chip in a line.</summary>
    public static string Chip(Chip chip) =>
        $"chip     {chip.Name}: {(chip.Arrays > 1 ? $"{chip.Arrays} × " : "")}{chip.Rows}×{chip.Cols} PEs of {chip.MacBits} bits, " +
        $"{Format.Bytes(chip.Scratchpad.TotalBytes)} scratchpad, {Format.Bytes(chip.Accumulator.TotalBytes)} accumulators, " +
        $"{chip.Vector.Lanes} lanes, {chip.ClockMegahertz} MHz, {chip.Dram.Name}";

    public static void Summary(RunResult result, MachineResult step, TrainingPlan plan)
    {
        Output.Line();
        ResultTables.Layers("Cycles by layer and phase, all training steps", result.Layers, plan.Chip);
        if (plan.Network.Residual is not null)
        {
            ResultTables.Blocks("Cycles by block, all training steps", result.Layers, plan.Chip);
            ResultTables.Phases("Cycles by phase, all training steps", result.Layers, plan.Chip);
        }
        ResultTables.Units(step);
        ResultTables.HostTime(result.Host);
        Output.Line($"total    {Format.Count(result.Cycles)} cycles = {Format.Time(result.ChipSeconds)} on the chip, " +
            $"{Format.Count(result.Macs)} MACs, utilisation {Format.Percent(result.Utilization)}, " +
            $"{Format.Energy(result.EnergyPicojoules)} (prices: {result.PriceTable.Description})");
        Output.Line($"time     {Format.Count(result.StepsTimed)} of {Format.Count(result.Steps)} steps simulated cycle by cycle, " +
            $"the rest take the same time; {Format.Time(result.Host.Seconds)} on this host" +
            (result.Starts > 1 ? $" in {result.Starts} starts, " : ", ") +
            $"{Format.Bytes(result.Host.PeakBytes)} at the most");
        ResultTables.Zeros(result.Zeros, "steps");
        ResultTables.Grid(result.PeUpdates, result.GridCycles, result.Host.GridSeconds);
        if (result.GoldenSteps.Count is > 0 and var checkedSteps)
            Output.Line($"golden   the first {(checkedSteps == 1 ? "step" : $"{checkedSteps} steps")} of {plan.Network} " +
                $"equal{(checkedSteps == 1 ? "s" : "")} the golden model in every value");
        Output.Line($"weights  sha256 {result.WeightsSha256}");
    }
}
