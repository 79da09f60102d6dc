using WageSim.Isa;
using WageSim.Models.Golden;
using WageSim.Models.Hardware;
using WageSim.Models.Networks;
using WageSim.Models.Schemes.Wage;
using WageSim.Runs;
using WageSim.Tests.Support;
using WageSim.Workloads.Compiler;
using WageSim.Workloads.Schemes;

namespace WageSim.Tests.EndToEnd;

/// <summary>Forward and error sums beyond 32 bits: the bytes of operands are summed apart, and joined to 64-bit words.</summary>
public sealed class WideSumTests
{
    [Theory]
    [InlineData("5C3-MP2-6C3-4SSE", 6, 5, 3, "16-16-16-16", 3, int.MaxValue)]
    [InlineData("5C3-MP3/2-6FC-4CE", 7, 6, 3, "16-16-16-14", 2, int.MaxValue, "arrays=2", "macBits=2")]
    [InlineData("7C3/2-4C2-3CE", 6, 7, 2, "9-12-13-12", 4, 3_500_000L, "rows=5", "cols=3", "macBits=4")]
    [InlineData("6C3g2-9FC-3SSE", 5, 4, 2, "12-8-12-8", 3, 4_000_000L, "cols=4")]
    [InlineData("8FC-3SSE", 3, 3, 2, "4-14-16-10", 5, 200_000L, "arrays=3")]
    public void All_tensors_are_those_of_the_golden_model(
        string notation, int height, int width, int channels, string bits, int batch, long limit, params string[] changes)
    {
        var test = ExtremeCase.Of(notation, new(height, width, channels), bits, batch, changes, extreme: 127) with { SumLimit = limit };
        SchemeCompiler.Compile(test.Parameters, test.Chip, test.Options, out var sums);
        Assert.Contains(sums, sum => sum.Bound.Phase == "forward" && sum.Form.Parts > 1);
        foreach (var pass in Enum.GetValues<ErrorPass>()) Assert.Null(CaseCheck.Run(test with { ErrorPass = pass }).Fault);
    }

    [Fact]
    public void A_gradient_of_two_wide_operands_is_summed_with_the_bytes_of_both_apart()
    {
        var parameters = WageParameters.Default(Network.Parse("3C1-3C1-2SSE", new(30, 30, 1)), BitWidths.Parse("2-16-16-16"));
        var program = SchemeCompiler.Compile(parameters, ChipFile.Load("edge", []), new(2), out var sums);
        var held = sums.Single(sum => sum.Bound is { Phase: "gradient", Layer: "conv1" });
        Assert.Equal((true, true), (held.Form.Apart, held.Form.OtherApart));
        Assert.Contains(program.Instructions, instruction => instruction is OutputStationary { Apart: 3, XLow: 8, YLow: 8, Shift: 0 });
        var input = parameters.Network.Input;
        var batches = Enumerable.Range(0, RandomCase.Steps).Select(step => new TrainingBatch(2,
            [.. Enumerable.Repeat((sbyte)(100 + step), 2 * input.Count)], [0, 1])).ToArray();
        Assert.Null(CaseCheck.Run(new(0, 5, parameters, ChipFile.Load("edge", []), 2, 3, ExternalDraws: false, 1, batches)).Fault);
    }
}
