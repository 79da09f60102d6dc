using WageSim.Machine;
using WageSim.Models.Hardware;
using WageSim.Models.Schemes;
using WageSim.Workloads.Compiler;

namespace WageSim.Bench;

/// <summary>A step's time and counts without its values, with the event clock.</summary>
internal sealed class TimingSpeed(string name, string chip, WageParameters parameters, string what) : IMeasurement
{
    public IReadOnlyList<Figure> Figures =>
    [
        new($"{name}.cyclesPerSecond", "cycles/s", $"time and counts of a training step of {what}, batch {TrainingCase.Batch}, on chip {chip}, " +
            "no values; event clock, one core, best of several runs"),
        new($"{name}.cycles", "cycles", "cycles of that step"),
    ];

    public double Seconds => 4;

    public void Run(Measured measured)
    {
        var preset = ChipFile.Load(chip, []);
        var program = WageCompiler.Compile(parameters, preset, new(TrainingCase.Batch));
        MachineResult? all = null;
        var options = new MachineOptions { Cancellation = measured.Cancellation };
        double seconds = measured.Best(2, () => all = new Accelerator(preset, program, null, options).Run());
        measured[$"{name}.cyclesPerSecond"] = all!.Cycles / seconds;
        measured[$"{name}.cycles"] = all.Cycles;
    }
}
