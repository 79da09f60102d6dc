using WageSim.Reports.Charts;
using WageSim.Reports.Pages;
using WageSim.Reports.Tables;

namespace WageSim.Reports.RunReports;

/// <summary>How the network learnt, and what each epoch cost.</summary>
internal static class Training
{
    private static readonly Axis epoch = new("epoch", Quantity.Count);

    /// <summary>The section, of those runs that learnt; none where all are only timed.</summary>
    public static IReadOnlyList<Section> Of(RunSet set) =>
        set.Runs.Where(run => !run.Result.IsTimeOnly).ToList() is { Count: > 0 } trained
            ? [OfTrained(trained.Count == set.Runs.Count ? set : new(trained))] : [];

    private static Section OfTrained(RunSet set) => new("training", "Training", "", [
        new Figure("loss", "Loss",
            "Loss of a batch, mean over an epoch's steps: half the sum of squared errors, or the cross-entropy in nats.",
            width => LineChart.Draw("Loss of a batch, mean of an epoch", epoch, new("loss", Quantity.Number),
                Lines(set, "", one => one.Loss), width)),
        new Figure("errors", "Errors",
            "Share of images classified wrongly: training images while they are learnt from, test images after the epoch.",
            width => LineChart.Draw("Error on training and test images", epoch, new("error", Quantity.ErrorRate),
                set.IsOne ? [Line(set.First, "training", one => one.TrainError), Line(set.First, "test", one => one.TestError)]
                    : Lines(set, "test, ", one => one.TestError), width)),
        new Figure("energy-per-epoch", "Energy of each epoch", "What the training steps of an epoch spent.",
            width => LineChart.Draw("Energy of each epoch", epoch, new("energy", Quantity.Energy),
                Lines(set, "", one => (double)one.EnergyPicojoules), width)),
        new Figure("error-over-energy", "Error over energy",
            "Test error after each epoch over the energy spent by then: the lower left the better.",
            width => LineChart.Draw("Test error over energy spent", new("energy spent", Quantity.Energy),
                new("test error", Quantity.ErrorRate),
                [.. set.Runs.Select(run => new Series(set.IsOne ? "test error" : run.Name, Spent(run)))], width)),
        set.Each(Epochs),
    ]);

    private static Table Epochs(ReportRun run) => new("epochs", "Epochs", "",
        [
            new("epoch", "Epoch", Quantity.Count, "Passes through the training images before it."),
            new("rate", "Rate", run.Result.GradientBits is null ? Quantity.Number : Quantity.Count,
                "How far a step goes: WAGE's learning rate, the bits of NITI's updates, or WAGEUBN's learning-rate code."),
            new("loss", "Loss", Quantity.Number, "Loss of a batch, mean over the epoch's steps."),
            new("trainError", "Training error", Quantity.ErrorRate, "Share of training images classified wrongly, each before its step."),
            new("testError", "Test error", Quantity.ErrorRate,
                "Share of test images classified wrongly after the epoch; a tie counts as wrong."),
            new("testErrorTiesCorrect", "with ties right", Quantity.ErrorRate, "The same, if a tie with the right class counts as right."),
            new("cycles", "Cycles", Quantity.Cycles, "Chip cycles of training steps."),
            new("chipSeconds", "Chip time", Quantity.Time, "Cycles divided by the chip's clock."),
            new("macs", "MACs", Quantity.Count, "Multiply-accumulates of the network."),
            new("utilization", "Utilisation", Quantity.Share, "PE products divided by PEs and cycles."),
            new("energy", "Energy", Quantity.Energy, "Every count times its price."),
        ],
        [.. run.Result.Epochs.Select(one => (object?[])
        [
            one.Epoch, one.GradientBits ?? one.LearningRateCode ?? one.LearningRate, one.Loss, one.TrainError, one.TestError,
            one.TestErrorTiesCorrect,
            one.Cycles, one.ChipSeconds, one.Macs, one.Utilization, one.EnergyPicojoules,
        ])])
    {
        Total =
        [
            "all", null, null, null, null, null, run.Result.Cycles, run.Result.ChipSeconds, run.Result.Macs, run.Result.Utilization,
            run.Result.EnergyPicojoules,
        ],
    };

    private static IReadOnlyList<Series> Lines(RunSet set, string prefix, Func<EpochResult, double> value) =>
        [.. set.Runs.Select(run => Line(run, prefix + run.Name, value))];

    private static Series Line(ReportRun run, string name, Func<EpochResult, double> value) =>
        new(name, [.. run.Result.Epochs.Select(one => ((double)one.Epoch, value(one)))]);

    private static IReadOnlyList<(double, double)> Spent(ReportRun run)
    {
        decimal spent = 0;
        return [.. run.Result.Epochs.Select(one => ((double)(spent += one.EnergyPicojoules), one.TestError))];
    }
}
