using WageSim.CommandLine;
using WageSim.Machine;
using WageSim.Reports;

namespace WageSim.Runs;

/// <summary>What `infer` prints.</summary>
internal static class InferenceTables
{
    public static void Header(InferencePlan plan)
    {
        var chip = plan.Chip;
        string count = Format.Count(plan.Network.Layers.Sum(layer => (long)layer.WeightCount));
        Output.Line($"network  {plan.Network}, {plan.Parameters.Scheme} {plan.Parameters.Formats}, {count} weights");
        Output.Line($"weights  {plan.Source}");
        Output.Line($"data     {plan.Data.Name}: {Format.Count(plan.Images.Count)} test images of {plan.Network.Input}");
        Output.Line(TrainingTables.Chip(chip));
        Output.Line($"run      batch {plan.Batch}, {plan.Settings.Clock.ToString().ToLowerInvariant()} clock" +
            (plan.Settings.Fidelity == Fidelity.Grid ? ", arrays PE by PE" : ""));
    }

    public static void Summary(InferenceResult result, MachineResult sum, InferencePlan plan)
    {
        Output.Line();
        ResultTables.Layers("Cycles by layer, all passes", result.Layers, plan.Chip);
        ResultTables.Units(sum);
        ResultTables.HostTime(result.Host);
        Output.Line($"error    {Format.Percent(result.Error, 2)} of {Format.Count(result.Images)} images; " +
            $"{Format.Percent(result.ErrorTiesCorrect, 2)} with ties counted as correct");
        Output.Line($"total    {Format.Count(result.Cycles)} cycles = {Format.Time(result.ChipSeconds)} on the chip, " +
            $"{Format.Prefixed(result.ImagesPerSecond)} images a second, {Format.Count(result.Macs)} MACs, " +
            $"utilisation {Format.Percent(result.Utilization)}");
        Output.Line($"energy   {Format.Energy(result.EnergyPicojoules)}, " +
            $"{Format.Energy(result.EnergyPicojoules / result.Images)} an image (prices: {result.PriceTable.Description})");
        ResultTables.Zeros(result.Zeros, "passes");
        Output.Line($"time     {Format.Time(result.Host.Seconds)} on this host, {Format.Bytes(result.Host.PeakBytes)} at the most");
        ResultTables.Grid(result.PeUpdates, result.GridCycles, result.Host.GridSeconds);
        if (result.GoldenPassesChecked is > 0 and var passes)
            Output.Line($"golden   the first {(passes == 1 ? "pass" : $"{passes} passes")} of {Format.Count(result.Passes)} " +
                $"equal{(passes == 1 ? "s" : "")} the golden model in every sum of the last layer");
        Output.Line($"weights  sha256 {result.WeightsSha256}");
    }
}
