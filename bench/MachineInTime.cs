using BenchmarkDotNet.Attributes;
using WageSim.Bench;
using WageSim.Isa;
using WageSim.Machine;
using WageSim.Models.Hardware;
using WageSim.Workloads.Schemes;

namespace WageSim.Benchmarks;

/// <summary>Time and counts of a training step of the VGG, batch 4, on chip base, without values.</summary>
public class MachineInTime
{
    private const int Batch = 4;

    private readonly Chip chip = ChipFile.Load("base", []);
    private Program program = null!;

    [GlobalSetup]
    public void Setup() => program = SchemeCompiler.Compile(TrainingCase.Vgg, chip, new(Batch));

    [Benchmark(Baseline = true)]
    public MachineResult Event() => Run(new() { SkipLoops = false });

    [Benchmark]
    public MachineResult EventSkippingLoops() => Run(new() { SkipLoops = true });

    [Benchmark]
    public MachineResult EventCheckingRaces() => Run(new() { CheckHazards = true });

    [Benchmark]
    public MachineResult Stepping() => Run(new() { Clock = Clock.Stepping });

    private MachineResult Run(MachineOptions options) => new Accelerator(chip, program, null, options).Run();
}
