using System.Diagnostics;
using WageSim.Isa.Execution;
using WageSim.Machine;
using WageSim.Models.Hardware;
using WageSim.Runs;

namespace WageSim.Bench;

/// <summary>A whole training step with every product made PE by PE.</summary>
internal sealed class GridStep : IMeasurement
{
    private const string Duration = "grid.lenetStep.seconds", Updates = "grid.lenetStep.peUpdatesPerSecond";

    public IReadOnlyList<Figure> Figures { get; } =
    [
        new(Duration, "s", $"values of one training step of the LeNet, batch {TrainingCase.Batch}, on chip base, all products PE by PE, with decoding"),
        new(Updates, "PE/s", "clock edges of PEs there per second of the array's simulation"),
    ];

    public double Seconds => 4;

    public void Run(Measured measured)
    {
        using var team = new Team(new TrainSettings().Threads);
        var step = new StepEngine(TrainingCase.Lenet, ChipFile.Load("base", []), new(TrainingCase.Batch), Clock.Event, team, Fidelity.Grid);
        TrainingCase.Prepare(step.Memory, TrainingCase.Batch);
        var watch = Stopwatch.StartNew();
        step.Run(measured.Cancellation);
        measured[Duration] = watch.Elapsed.TotalSeconds;
        measured[Updates] = step.Grid!.PeUpdates / step.Grid.Time.TotalSeconds;
    }
}
