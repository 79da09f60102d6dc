using WageSim.Isa;
using WageSim.Models.Hardware;
using WageSim.Models.Traces;
using WageSim.Runs;
using WageSim.Tests.Support;
using WageSim.Workloads.Compiler;

namespace WageSim.Tests.EndToEnd;

public sealed class InterpreterGoldenTests
{
    [Theory, InlineData("wage-mlp"), InlineData("wage-tiny-cnn")]
    public void The_interpreter_reproduces_a_trace(string name)
    {
        if (Shared.Folder is null) return;
        var trace = GoldenTrace.Load(Path.Combine(Shared.Folder, "golden", name));
        var chip = TestChip.Edge;
        var program = WageCompiler.Compile(trace.Parameters, chip, new(trace.Batch, ExternalDraws: true));
        var machine = new MachineState(chip, program.DramBytes);
        var memory = new StepMemory(program, machine, trace.Parameters);
        memory.SetWeights(trace.StartWeights);
        for (int s = 0; s < trace.Steps; s++)
        {
            memory.SetBatch(trace.BatchOf(s));
            for (int l = 0; l < trace.Parameters.Network.Layers.Count; l++) memory.SetDraws(l, trace.Draws(s, l));
            memory.SetScalars(0, 0, trace.LearningRateLog2(s));
            var probes = new ProbeRecorder(program, trace.Parameters.Network, trace.Batch);
            new Interpreter(program, machine) { Observe = (c, q) => { if (probes.Knows(c.Pc)) probes.Record(c, q.Iterations(), machine); } }.Run();
            foreach (var expected in trace.Expected(s))
            {
                var actual = memory.Tensor(expected.Kind, expected.Layer, probes);
                for (int i = 0; i < expected.Values.Length; i++)
                    Assert.True(expected.Values[i] == actual.Values[i], $"step {s} {expected.Kind} {expected.Layer} [{i}]: {expected.Values[i]} vs {actual.Values[i]}");
            }
        }
    }
}

internal static class TestChip
{
    public static readonly DramTiming Dram = new("test", "", 4096, 830, 1, 64, 16, 2, 4, 8192, 17, 14, 15, 15, 32, 392, 8660, 8, 8, 32, 4, 6, 8, 16, 30, 12);
    public static readonly Chip Edge = new("edge", 500, 1, 16, 16, 8, new(16, 16, 128), new(4, 32, 512), new(16, 6), new(512, 4, 8), Dram, new(65536, 64));
}
