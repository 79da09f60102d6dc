using WageSim.Isa;
using WageSim.Machine;
using WageSim.Models.Hardware;
using WageSim.Models.Traces;
using WageSim.Runs;
using WageSim.Tests.Support;
using WageSim.Workloads.Compiler;
using Xunit.Abstractions;

namespace WageSim.Tests.EndToEnd;

public sealed class MachineGoldenTests(ITestOutputHelper output)
{
    [Theory, InlineData("wage-mlp"), InlineData("wage-tiny-cnn")]
    public void The_machine_reproduces_a_trace(string name)
    {
        if (Shared.Folder is null) return;
        var trace = GoldenTrace.Load(Path.Combine(Shared.Folder, "golden", name));
        foreach (string preset in ChipFile.Presets)
        foreach (var clock in Enum.GetValues<Clock>())
        {
        var chip = ChipFile.Load(preset, []);
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
            var result = new Accelerator(chip, program, machine, new() { Clock = clock, CheckHazards = true, Observe = (c, i, _) => { if (probes.Knows(c.Pc)) probes.Record(c, i!, machine); } }).Run();
            if (s == 0) output.WriteLine($"{preset} {clock} {result.Cycles} macs {result.Macs} products {result.PeProducts} evaluations {result.Evaluations} instructions {program.Instructions.Count}\n  {string.Join("\n  ", result.States.Select(u => u.Key + ": " + string.Join(" ", u.Value.Select((v, i) => (UnitState)i + "=" + v))))}");
            foreach (var expected in trace.Expected(s))
            {
                var actual = memory.Tensor(expected.Kind, expected.Layer, probes);
                for (int i = 0; i < expected.Values.Length; i++)
                    Assert.True(expected.Values[i] == actual.Values[i], $"step {s} {expected.Kind} {expected.Layer} [{i}]: {expected.Values[i]} vs {actual.Values[i]}");
            }
        }
        }
    }
}
