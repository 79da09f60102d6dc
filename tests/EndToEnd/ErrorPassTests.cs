using WageSim.Machine;
using WageSim.Models.Costs;
using WageSim.Models.Golden;
using WageSim.Models.Hardware;
using WageSim.Models.Networks;
using WageSim.Models.Schemes.Wage;
using WageSim.Runs;
using WageSim.Workloads.Compiler;
using WageSim.Workloads.Schemes;

namespace WageSim.Tests.EndToEnd;

/// <summary>Error tensors by spilling and by making their products twice: the same bits, other costs.</summary>
public sealed class ErrorPassTests
{
    [Theory]
    [InlineData("5C3-MP2-6C3-4SSE", 6, 5, 3, "2-8-8-8", 5)]
    [InlineData("7C3-4C5-9FC-3SSE", 5, 4, 2, "3-6-10-12", 4, "arrays=3", "rows=5", "cols=3", "macBits=2")]
    [InlineData("6C1-MP2-11C3-2SSE", 4, 6, 3, "8-8-16-16", 3, "rows=8", "cols=8", "scratchpad.banks=3", "vector.lanes=5")]
    [InlineData("4SSE", 3, 3, 1, "2-8-8-8", 2)]
    public void Both_agree_with_the_golden_model_in_every_tensor(
        string notation, int height, int width, int channels, string bits, int batch, params string[] changes)
    {
        var input = new ImageShape(height, width, channels);
        var parameters = WageParameters.Default(Network.Parse(notation, input), BitWidths.Parse(bits));
        var random = new Random(batch);
        var batches = Enumerable.Range(0, RandomCase.Steps).Select(_ => new TrainingBatch(batch,
            [.. Enumerable.Range(0, batch * input.Count).Select(_ => (sbyte)random.Next(-127, 128))],
            [.. Enumerable.Range(0, batch).Select(_ => random.Next(parameters.Network.Classes))])).ToArray();
        var test = new RandomCase(0, 5, parameters, ChipFile.Load("edge", [.. changes]), batch, 3, ExternalDraws: false, 1, batches);
        Assert.Null(CaseCheck.Run(test with { ErrorPass = ErrorPass.Recompute }).Fault);
        Assert.Null(CaseCheck.Run(test with { ErrorPass = ErrorPass.Spill }).Fault);
    }

    [Theory]
    [InlineData("2-8-8-8")]
    [InlineData("4-8-16-16")]
    public void Recomputing_moves_less_DRAM_and_makes_the_error_products_twice(string bits)
    {
        var network = Network.Parse("16C3-16C3-MP2-16C3-10SSE", new(16, 16, 3));
        var parameters = WageParameters.Default(network, BitWidths.Parse(bits));
        const int batch = 8;
        MachineResult spill = Time(ErrorPass.Spill), twice = Time(ErrorPass.Recompute);
        long errorMacs = network.Layers.Skip(1).Sum(layer => layer.MacsPerImage) * batch;
        Assert.Equal(spill.Macs + errorMacs, twice.Macs);
        // Words are written and read once more; weights, errors and masks are read a second time, which is less in convolutions.
        Assert.True(Bytes(twice) < Bytes(spill), $"{Bytes(twice)} bytes of DRAM by recomputing, {Bytes(spill)} by spilling");

        MachineResult Time(ErrorPass pass)
        {
            var chip = ChipFile.Load("edge", []);
            var program = SchemeCompiler.Compile(parameters, chip, new(batch) { ErrorPass = pass });
            Assert.Equal(pass == ErrorPass.Spill, program.Symbols.Any(symbol => symbol.Name == "wide"));
            return new Accelerator(chip, program, data: null).Run();
        }

        static long Bytes(MachineResult result) => result.Activity[Activity.DramReadByte] + result.Activity[Activity.DramWriteByte];
    }
}
