using WageSim.Machine;
using WageSim.Models.Hardware;
using WageSim.Workloads.Schemes;

namespace WageSim.Bench;

/// <summary>The event clock against the stepping clock, which evaluates every cycle, on one program with one result.</summary>
internal sealed class ClockComparison : IMeasurement
{
    private const string Ratio = "clock.eventOverStepping";
    private const string Stepping = "clock.stepping.cyclesPerSecond", Event = "clock.event.cyclesPerSecond";
    private const int Batch = 4;

    public IReadOnlyList<Figure> Figures { get; } =
    [
        new(Ratio, "", $"host time of the stepping clock over that of the event clock on a step of the VGG, batch {Batch}, on chip base; " +
            "every cycle simulated, results compared"),
        new(Stepping, "cycles/s", "the stepping clock there"),
        new(Event, "cycles/s", "the event clock there"),
    ];

    public double Seconds => 8;

    public void Run(Measured measured)
    {
        var chip = ChipFile.Load("base", []);
        var program = SchemeCompiler.Compile(TrainingCase.Vgg, chip, new(Batch));
        MachineResult? events = null, steps = null;
        double eventSeconds = measured.Best(1, () => events = Simulate(Clock.Event));
        double stepSeconds = measured.Best(0, () => steps = Simulate(Clock.Stepping));
        ResultComparison.Check($"{Ratio}: event and stepping clock", events!, steps!);
        measured[Ratio] = stepSeconds / eventSeconds;
        measured[Stepping] = steps!.Cycles / stepSeconds;
        measured[Event] = events!.Cycles / eventSeconds;

        MachineResult Simulate(Clock clock) =>
            new Accelerator(chip, program, null, new() { Clock = clock, SkipLoops = false, Cancellation = measured.Cancellation }).Run();
    }
}
