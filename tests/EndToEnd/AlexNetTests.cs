using WageSim.Isa.Execution;
using WageSim.Machine;
using WageSim.Models.Golden;
using WageSim.Models.Golden.Wage;
using WageSim.Models.Hardware;
using WageSim.Models.Networks;
using WageSim.Models.Schemes.Wage;
using WageSim.Runs;
using WageSim.Tests.Models.Golden;
using WageSim.Tests.Support;
using WageSim.Workloads.Compiler;
using WageSim.Workloads.Schemes;

namespace WageSim.Tests.EndToEnd;

/// <summary>AlexNet at its full size: strides, large kernels, overlapping pools, groups, sums beyond 32 bits.</summary>
public sealed class AlexNetTests
{
    private const string Whole = "96C11/4p2-MP3/2-256C5-MP3/2-384C3-384C3-256C3-MP3/2-4096FC-4096FC-1000CE";
    private const string Grouped = "96C11/4p2-MP3/2-256C5g2-MP3/2-384C3-384C3g2-256C3g2-MP3/2-4096FC-4096FC-1000CE";

    [Theory]
    [InlineData(Whole, "base", "2-8-8-8")]
    [InlineData(Whole, "base", "2-8-12-12")]
    [InlineData(Whole, "wide", "2-8-12-12")]
    [InlineData(Grouped, "base", "2-8-12-12")]
    [InlineData(Grouped, "wide", "2-8-8-8")]
    public void A_step_of_256_images_fits_the_instruction_memory(string notation, string chip, string bits)
    {
        var parameters = WageParameters.Default(Network.Parse(notation, new(224, 224, 3)), BitWidths.Parse(bits));
        foreach (var pass in Enum.GetValues<ErrorPass>())
        {
            var program = SchemeCompiler.Compile(parameters, ChipFile.Load(chip, []), new(256) { ErrorPass = pass });
            Assert.InRange(program.Instructions.Count, 1000, 8000);
        }
    }

    [SlowTheory]
    [InlineData(Whole, "2-8-12-12")]
    [InlineData(Grouped, "2-8-12-12")]
    public void A_step_of_4_images_equals_the_golden_model_in_every_tensor(string notation, string bits)
    {
        var parameters = WageParameters.Default(Network.Parse(notation, new(224, 224, 3)), BitWidths.Parse(bits));
        var network = parameters.Network;
        const uint seed = 5;
        var batch = RandomBatch.Of(network, 4, 5);
        int[][] weights = WageInitializer.Draw(parameters, seed);
        using var team = new Team(Environment.ProcessorCount);
        var engine = new StepEngine(parameters, ChipFile.Load("base", []), new(batch.Count), Clock.Event, team);
        Prepare();
        var probes = new ProbeRecorder(engine.Program, network, batch.Count);
        engine.RunInTime(default, probes);
        byte[] machine = engine.State.Dram.ToArray();

        Prepare();
        engine.Run(default);
        Assert.True(machine.AsSpan().SequenceEqual(engine.State.Dram), "machine and functional side differ");

        var golden = new WageTrainer(parameters)
            .Step(weights, batch, 3, layer => WeightDraws.Of(seed, 0, layer, network.Layers[layer].WeightCount));
        var found = TensorComparison.FirstDifference(golden.Tensors, tensor => engine.Memory.Tensor(tensor.Kind, tensor.Layer, probes));
        Assert.True(found is null, $"{found}");

        void Prepare()
        {
            engine.Memory.SetState(weights);
            engine.Memory.SetBatch(batch);
            engine.Memory.SetScalars(seed, 0, 3);
        }
    }
}
