using BenchmarkDotNet.Attributes;
using WageSim.Bench;
using WageSim.Isa;
using WageSim.Isa.Execution;
using WageSim.Isa.Functional;
using WageSim.Models.Hardware;
using WageSim.Workloads.Schemes;

namespace WageSim.Benchmarks;

/// <summary>Values of a training step of the LeNet, batch 128, once its plan is made; and in program order, without a plan.</summary>
public class FunctionalSteps : IDisposable
{
    private Team team = null!;
    private Program program = null!;
    private MachineState state = null!;
    private FunctionalSide side = null!;

    [Params("tiny", "edge", "base", "wide")]
    public string Preset { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        var chip = ChipFile.Load(Preset, []);
        program = SchemeCompiler.Compile(TrainingCase.Lenet, chip, new(TrainingCase.Batch));
        state = new(chip, program.DramBytes);
        TrainingCase.Prepare(new(program, state, TrainingCase.Lenet), TrainingCase.Batch);
        team = new(Math.Min(Environment.ProcessorCount, 64));
        side = new(program, state, team);
        side.Run(default);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        team.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true)]
    public void Planned() => side.Run(default);

    [Benchmark]
    public void InProgramOrder() => new Interpreter(program, state).Run();
}
