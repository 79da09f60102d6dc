using System.Diagnostics;
using WageSim.Reports;

namespace WageSim.Runs;

/// <summary>Trains a network on the simulated chip and says what it cost.</summary>
public static class TrainingRun
{
    /// <summary>Runs to the end and returns the process's exit code.</summary>
    public static int Execute(TrainSettings settings, string? json, CancellationToken cancellation)
    {
        var plan = TrainingPlan.From(settings);
        var watch = Stopwatch.StartNew();
        var trainer = new Trainer(plan);
        var metrics = new StepMetrics(plan.Chip);
        var epochs = new List<EpochResult>();
        for (int epoch = 0; epoch < plan.Epochs; epoch++)
        {
            var (sums, mismatch) = trainer.Epoch(epoch, _ => { }, cancellation);
            if (mismatch is not null)
            {
                Console.WriteLine($"differs from the golden model: {mismatch}");
                return 1;
            }
            var (wrong, wrongWithTies) = trainer.Test(cancellation);
            var step = trainer.StepTiming;
            int tests = plan.Data.Test.Count, steps = plan.StepsPerEpoch;
            epochs.Add(new(epoch, Math.ScaleB(1, plan.Rates.Log2At(epoch)), sums.Loss / steps, (double)sums.Errors / sums.Images, (double)wrong / tests, (double)wrongWithTies / tests,
                step.Cycles * steps, metrics.Seconds(step.Cycles * steps), step.Macs * steps, metrics.Utilization(step.PeProducts, step.Cycles), metrics.Picojoules(step.Activity * steps)));
            var e = epochs[^1];
            Console.WriteLine($"{epoch} {e.Loss:f3} {e.TrainError:p2} {e.TestError:p2} {e.Cycles} {e.Utilization:p1} {watch.Elapsed.TotalSeconds:f1}s");
        }
        Console.WriteLine(WeightHash.Sha256(trainer.Weights));
        return 0;
    }
}
