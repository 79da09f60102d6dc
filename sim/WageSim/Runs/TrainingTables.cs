using System.Text.Json;
using WageSim.CommandLine;
using WageSim.Isa;
using WageSim.Machine;
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
        $"{e.Epoch,5} {e.LearningRate,6:0.####} {Format.Number(e.Loss, 3),8} " +
        $"{Format.Percent(e.TrainError, 2),11} {Format.Percent(e.TestError, 2),10} " +
        $"{Format.Count(e.Cycles),14} {Format.Time(e.ChipSeconds),10} {Format.Count(e.Macs),16} " +
        $"{Format.Percent(e.Utilization),11} {Format.Energy(e.EnergyPicojoules),10}";

    /// <summary>What was compared with the golden model.</summary>
    public static string Checked(TrainingProgress progress)
    {
        string steps = progress.StepsChecked == 1 ? "step equals" : $"{progress.StepsChecked} steps equal";
        return $"the first {steps} the golden model: {progress.TensorsChecked} tensors, {Format.Count(progress.ValuesChecked)} values";
    }

    public static void Header(TrainingPlan plan)
    {
        var (chip, data) = (plan.Chip, plan.Data);
        string weights = Format.Count(plan.Network.Layers.Sum(layer => (long)layer.WeightCount));
        string arrays = chip.Arrays > 1 ? $"{chip.Arrays} × " : "";
        Output.Line($"network  {plan.Network}, {plan.Parameters.Bits} (W-A-G-E), {weights} weights");
        Output.Line($"data     {data.Name}: {Format.Count(data.Train.Count)} training and {Format.Count(data.Test.Count)} test images " +
            $"of {plan.Network.Input}{(plan.Augmentation == Augmentation.None ? "" : $", {Augmentations.Name(plan.Augmentation)}")}");
        Output.Line($"chip     {chip.Name}: {arrays}{chip.Rows}×{chip.Cols} PEs of {chip.MacBits} bits, " +
            $"{Format.Bytes(chip.Scratchpad.TotalBytes)} scratchpad, {Format.Bytes(chip.Accumulator.TotalBytes)} accumulators, " +
            $"{chip.Vector.Lanes} lanes, {chip.ClockMegahertz} MHz, {chip.Dram.Name}");
        Output.Line($"run      batch {plan.Batch}, {plan.StepsPerEpoch} steps an epoch, {plan.Epochs} epochs, " +
            $"learning rate {plan.Rates.Text}, seed {plan.Settings.Seed}, {plan.Settings.Clock.ToString().ToLowerInvariant()} clock" +
            (plan.Settings.Fidelity == Fidelity.Grid ? ", arrays PE by PE" : "") +
            (plan.Settings.ErrorPass == ErrorPass.Recompute ? ", errors recomputed" : ""));
    }

    public static void Summary(RunResult result, MachineResult step, TrainingPlan plan)
    {
        Output.Line();
        Output.Table("Cycles by layer and phase, all training steps",
            [("layer", false), ("phase", false), ("cycles", true), ("share", true),
             ("MACs", true), ("utilisation", true), ("energy", true)],
            result.Layers.Select(part => (string[])
            [
                part.Name, part.Phase, Format.Count(part.Cycles), Format.Share(part.Cycles, result.Cycles),
                Format.Count(part.Macs), Format.Percent(part.Utilization), Format.Energy(part.EnergyPicojoules),
            ]));
        var causes = Enum.GetValues<UnitState>().Where(state => step.States.Values.Any(cycles => cycles[(int)state] > 0)).ToList();
        Output.Table("What each unit does, share of all cycles",
            [("unit", false), .. causes.Select(state => (Name(state.ToString(), ' '), true))],
            step.States.OrderBy(unit => unit.Key).Select(unit => (string[])
            [
                Name(unit.Key.ToString(), ' '), .. causes.Select(state => Format.Share(unit.Value[(int)state], step.Cycles)),
            ]));
        double threads = result.Host.Work.Values.Sum();
        Output.Table("Where the host's time went, all threads together",
            [("work", false), ("time", true), ("share", true)],
            Enum.GetValues<HostWork>().Select(work => (string[])
            [
                Name(work.ToString(), ' '), Format.Time(result.Host.Work[CamelCase(work)]),
                Format.Percent(result.Host.Work[CamelCase(work)] / threads),
            ]));
        Output.Line($"total    {Format.Count(result.Cycles)} cycles = {Format.Time(result.ChipSeconds)} on the chip, " +
            $"{Format.Count(result.Macs)} MACs, utilisation {Format.Percent(result.Utilization)}, " +
            $"{Format.Energy(result.EnergyPicojoules)} (prices: WAGE's table and its documented extensions)");
        Output.Line($"time     {Format.Count(result.StepsTimed)} of {Format.Count(result.Steps)} steps simulated cycle by cycle, " +
            $"the rest take the same time; {Format.Time(result.Host.Seconds)} on this host" +
            (result.Starts > 1 ? $" in {result.Starts} starts, " : ", ") +
            $"{Format.Bytes(result.Host.PeakBytes)} at the most");
        if (result.GridCycles > 0)
            Output.Line($"grid     {Format.Count(result.PeUpdates)} PE updates in {Format.Count(result.GridCycles)} array cycles, " +
                $"{Format.Time(result.Host.GridSeconds)}: {Format.Number(result.PeUpdates / result.Host.GridSeconds / 1e9)} G a second; " +
                "every pass took the documented cycles");
        if (result.GoldenStepsChecked is > 0 and var checkedSteps)
            Output.Line($"golden   the first {checkedSteps} step{(checkedSteps == 1 ? "" : "s")} of {plan.Network} " +
                "equal the golden model in every value");
        Output.Line($"weights  sha256 {result.WeightsSha256}");
    }

    /// <summary>Cycles that units waited, by "unit.cause".</summary>
    public static IEnumerable<(string Name, long Cycles)> Stalls(MachineResult step) =>
        from unit in step.States.OrderBy(unit => unit.Key)
        from state in Enum.GetValues<UnitState>()
        where state is not (UnitState.Busy or UnitState.Idle)
        select ($"{CamelCase(unit.Key)}.{CamelCase(state)}", unit.Value[(int)state]);

    /// <summary>BankConflict → bank conflict; Array0 → array 0.</summary>
    internal static string Name(string pascal, char separator) => string.Concat(pascal.Select((c, i) =>
    {
        bool begins = i > 0 && (char.IsUpper(c) || char.IsDigit(c));
        return begins ? $"{separator}{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}";
    }));

    internal static string CamelCase(Enum value) => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
