using WageSim.Machine;
using WageSim.Models.Hardware;
using WageSim.Models.Schemes;
using WageSim.Workloads.Schemes;

namespace WageSim.Bench;

/// <summary>A step's time and counts without its values, with the event clock.</summary>
internal sealed class TimingSpeed(string name, string chip, SchemeParameters parameters, string what) : IMeasurement
{
    public IReadOnlyList<Figure> Figures =>
    [
        new($"{name}.cyclesPerSecond", "cycles/s", $"time and counts of a training step of {what}, batch {TrainingCase.Batch}, " +
            $"on chip {chip}, no values; event clock, every cycle simulated; one core, best of several runs"),
        new($"{name}.skipping.cyclesPerSecond", "cycles/s", "the same where turns of loops whose time is known are skipped; " +
            "all results compared"),
        new($"{name}.skippedShare", "", "cycles in those turns as a part of all"),
        new($"{name}.cycles", "cycles", "cycles of that step"),
    ];

    public double Seconds => 7;

    public void Run(Measured measured)
    {
        var preset = ChipFile.Load(chip, []);
        var program = SchemeCompiler.Compile(parameters, preset, new(TrainingCase.Batch));
        MachineResult? whole = null, skipping = null;
        double seconds = measured.Best(2, () => whole = Simulate(skip: false));
        measured.Advance(0.5);
        double skippingSeconds = measured.Best(2, () => skipping = Simulate(skip: true));
        ResultComparison.Check($"{name}: without and with skipped loops", whole!, skipping!);
        measured[$"{name}.cyclesPerSecond"] = whole!.Cycles / seconds;
        measured[$"{name}.skipping.cyclesPerSecond"] = skipping!.Cycles / skippingSeconds;
        measured[$"{name}.skippedShare"] = (double)skipping.SkippedCycles / skipping.Cycles;
        measured[$"{name}.cycles"] = whole.Cycles;

        MachineResult Simulate(bool skip) =>
            new Accelerator(preset, program, null, new() { SkipLoops = skip, Cancellation = measured.Cancellation }).Run();
    }
}
