using BenchmarkDotNet.Attributes;
using WageSim.Bench;
using WageSim.Isa;
using WageSim.Models.Hardware;
using WageSim.Workloads.Schemes;

namespace WageSim.Benchmarks;

/// <summary>The longest command of each vector instruction in a training step of the LeNet, batch 128, on chip base.</summary>
public class VectorInstructions
{
    private MachineState state = null!;
    private Command command;

    [Params(
        nameof(VectorSet), nameof(VectorActivate), nameof(VectorLoss), nameof(VectorSpill), nameof(VectorQuantize), nameof(VectorRoute),
        nameof(VectorUpdate))]
    public string Instruction { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        var chip = ChipFile.Load("base", []);
        var program = SchemeCompiler.Compile(TrainingCase.Lenet, chip, new(TrainingCase.Batch));
        state = new(chip, program.DramBytes);
        TrainingCase.Prepare(new(program, state, TrainingCase.Lenet), TrainingCase.Batch);
        long most = 0;
        new Interpreter(program, state) { Observe = Longest }.Run();
        if (most == 0) throw new InvalidOperationException($"the program has no {Instruction}");

        void Longest(Command candidate, Sequencer sequencer)
        {
            if (candidate.Instruction.GetType().Name != Instruction) return;
            var accesses = new AccessList();
            candidate.Instruction.List(candidate, chip, ref accesses);
            long size = 0;
            for (int i = 0; i < accesses.Count; i++) size += accesses[i].Highest - accesses[i].Lowest;
            if (size > most) (most, command) = (size, candidate);
        }
    }

    [Benchmark]
    public void Execute() => command.Instruction.Execute(command, state);
}
