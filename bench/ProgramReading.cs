using BenchmarkDotNet.Attributes;
using WageSim.Bench;
using WageSim.Isa;
using WageSim.Models.Hardware;
using WageSim.Workloads.Schemes;

namespace WageSim.Benchmarks;

/// <summary>Before any work: the sequencer's walk through a training step of the LeNet on chip base; decoding its file.</summary>
public class ProgramReading
{
    private Program program = null!;
    private byte[] file = [];

    [GlobalSetup]
    public void Setup()
    {
        program = SchemeCompiler.Compile(TrainingCase.Lenet, ChipFile.Load("base", []), new(TrainingCase.Batch));
        file = ProgramFile.ToBytes(program);
    }

    [Benchmark]
    public long Sequence()
    {
        var sequencer = new Sequencer(program);
        while (!sequencer.Halted) sequencer.Step(out _);
        return sequencer.Fetched;
    }

    [Benchmark]
    public Program Decode() => ProgramFile.FromBytes(file, "step");
}
