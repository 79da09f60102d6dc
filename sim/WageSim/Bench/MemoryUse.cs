using System.Diagnostics;
using WageSim.Models;
using WageSim.Runs;

namespace WageSim.Bench;

/// <summary>Memory of a training run, each measured in a process that does nothing else.</summary>
internal sealed class MemoryUse : IMeasurement
{
    private const string PeakPart = "peak", GrowthPart = "growth";

    private const string Peak = "memory.vggPeakBytes", Growth = "memory.growthBytesPerStep", HeapGrowth = "memory.heapGrowthBytesPerStep";
    private const int PeakSteps = 2, FirstEpochs = 60, MoreEpochs = 100;

    public IReadOnlyList<Figure> Figures { get; } =
    [
        new(Peak, "bytes", $"largest working set of a process that trains the VGG at batch {TrainingCase.Batch} on chip base, " +
            $"{PeakSteps} steps"),
        new(Growth, "bytes", "growth of the working set a step, over many steps of the digits' network after some"),
        new(HeapGrowth, "bytes", "growth of the managed heap a step, there"),
    ];

    public double Seconds => 15;

    public void Run(Measured measured)
    {
        foreach (string part in (string[])[PeakPart, GrowthPart])
            foreach (var (figure, value) in ChildProcess.Run(["bench", "--child", part], measured.Cancellation)) measured[figure] = value;
    }

    /// <summary>The child's side.</summary>
    public static Dictionary<string, double> Measure(string part, CancellationToken cancellation) => part switch
    {
        PeakPart => MeasurePeak(cancellation),
        GrowthPart => MeasureGrowth(cancellation),
        _ => throw new InputException($"--child: '{part}' is not one of {PeakPart}, {GrowthPart}"),
    };

    private static Dictionary<string, double> MeasurePeak(CancellationToken cancellation)
    {
        var network = TrainingCase.Vgg.Network;
        var data = RandomImages.Make(network.Input, network.Classes, PeakSteps * TrainingCase.Batch);
        using var trainer = new Trainer(TrainingCase.Plan(TrainingCase.Vgg, "base", data), cancellation);
        trainer.Epoch(_ => { }, cancellation);
        return new() { [Peak] = Process.GetCurrentProcess().PeakWorkingSet64 };
    }

    private static Dictionary<string, double> MeasureGrowth(CancellationToken cancellation)
    {
        var plan = TrainingPlan.From(new() { Check = 0 });
        using var trainer = new Trainer(plan, cancellation);
        Epochs(FirstEpochs);
        var (set, heap) = Now();
        int steps = trainer.Steps;
        Epochs(MoreEpochs);
        var (setLater, heapLater) = Now();
        double more = trainer.Steps - steps;
        return new() { [Growth] = (setLater - set) / more, [HeapGrowth] = (heapLater - heap) / more };

        void Epochs(int count)
        {
            for (int i = 0; i < count; i++)
            {
                trainer.Epoch(_ => { }, cancellation);
                trainer.Progress.NextEpoch();
            }
        }

        static (long Set, long Heap) Now()
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            return (Process.GetCurrentProcess().WorkingSet64, GC.GetTotalMemory(forceFullCollection: true));
        }
    }
}
