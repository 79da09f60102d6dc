using WageSim.Isa.Execution;
using WageSim.Machine;
using WageSim.Models.Hardware;
using WageSim.Runs;

namespace WageSim.Bench;

/// <summary>How a step's host time grows with the batch.</summary>
internal sealed class StepTime : IMeasurement
{
    private const string Growth = "step.lenet.growth";
    private static readonly int[] batches = [16, 32, 64, 128];

    public IReadOnlyList<Figure> Figures { get; } =
    [
        .. batches.Select(batch => new Figure(Name(batch), "s", $"values of a training step of the LeNet, batch {batch}, on chip base, all cores; " +
            "best of several steps")),
        new(Growth, "", $"time of an image at batch {batches[^1]} over that at batch {batches[0]}: 1 if time grows as the batch does"),
    ];

    public double Seconds => 5;

    public void Run(Measured measured)
    {
        var chip = ChipFile.Load("base", []);
        using var team = new Team(new TrainSettings().Threads);
        foreach (int size in batches)
        {
            var step = new StepEngine(TrainingCase.Lenet, chip, new(size), Clock.Event, team);
            TrainingCase.Prepare(step.Memory, size);
            step.Run(measured.Cancellation);
            measured[Name(size)] = measured.Best(0.7, () => step.Run(measured.Cancellation));
            measured.Advance(1.0 / batches.Length);
        }
        measured[Growth] = measured[Name(batches[^1])] / batches[^1] / (measured[Name(batches[0])] / batches[0]);
    }

    private static string Name(int batch) => $"step.lenet.batch{batch}.seconds";
}
