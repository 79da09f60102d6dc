using WageSim.Isa;
using WageSim.Models.Hardware;
using WageSim.Models.Networks;
using WageSim.Models.Schemes.Wage;
using WageSim.Runs;
using WageSim.Tests.Support;
using WageSim.Workloads.Compiler;
using WageSim.Workloads.Schemes;

namespace WageSim.Tests.EndToEnd;

/// <summary>Sums that accumulators do not hold at once: their parts are added up exactly.</summary>
public sealed class SplitSumTests
{
    [Theory]
    [InlineData("3C3-MP2-2SSE", 5, 4, 2, "2-8-8-8", 7, 130_000L)]
    [InlineData("5C5-4C3-3SSE", 4, 5, 3, "3-6-8-7", 7, 330_000L, "arrays=2", "rows=4", "cols=3", "macBits=2")]
    [InlineData("17C1-MP2-2SSE", 4, 4, 6, "2-8-12-12", 6, 300_000L, "rows=4", "cols=4", "macBits=4")]
    [InlineData("6C3-2SSE", 3, 5, 3, "4-8-16-16", 9, 5_000_000L, "arrays=2", "scratchpad.banks=3")]
    [InlineData("9FC-3SSE", 1, 3, 3, "2-8-8-8", 16, 20_000L, "rows=3", "cols=5", "arrays=4")]
    [InlineData("4FC-3SSE", 1, 3, 3, "2-8-8-8", 5, 20_000L, "arrays=2")]
    public void Gradients_of_some_images_at_a_time_agree_with_the_golden_model(
        string notation, int height, int width, int channels, string bits, int batch, long limit, params string[] changes)
    {
        var test = ExtremeCase.Of(notation, new(height, width, channels), bits, batch, changes) with { SumLimit = limit };
        Assert.True(AddsInTurns(SchemeCompiler.Compile(test.Parameters, test.Chip, test.Options)), "no sum was split");
        Assert.Null(CaseCheck.Run(test).Fault);
    }

    [Theory]
    [InlineData("edge", 256)]
    [InlineData("base", 256)]
    [InlineData("wide", 1024)]
    public void A_batch_whose_gradients_outgrow_32_bits_compiles(string chip, int batch)
    {
        var network = Network.Parse("128C3-128C3-MP2-10SSE", new(32, 32, 3));
        var parameters = WageParameters.Default(network, BitWidths.Paper);
        var bounds = new Bounds(parameters, new(batch));
        Assert.True(bounds.Gradient(network.Layers[0]).Wide);
        Assert.True(AddsInTurns(SchemeCompiler.Compile(parameters, ChipFile.Load(chip, []), new(batch))), "no sum was split");
    }

    private static bool AddsInTurns(Program program) => program.Instructions.Any(instruction =>
        instruction is VectorSpill { More: true, Track: false, Wide: true, Shift: 0 });
}
