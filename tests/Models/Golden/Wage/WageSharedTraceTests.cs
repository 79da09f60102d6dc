using WageSim.Models.Traces.Wage;
using WageSim.Tests.Support;

namespace WageSim.Tests.Models.Golden.Wage;

public sealed class WageSharedTraceTests
{
    // Values a step: sums and activations of all layers, their errors, and gradients and weights.
    [SharedTheory]
    [InlineData("wage-mlp", 5 * (32 * (64 + 32 + 10 + 64 + 32 + 64 + 32 + 10) + 2L * (64 * 64 + 64 * 32 + 32 * 10)))]
    [InlineData("wage-tiny-cnn", 
        3 * (16 * (144 * 8 + 36 * 16 + 32 + 10 + 2 * (36 * 8 + 9 * 16 + 32) + 10) + 2L * (27 * 8 + 72 * 16 + 144 * 32 + 320)))]
    public void The_golden_trainer_reproduces_every_tensor_of_a_trace_of_other_software(string name, long values)
    {
        var trace = WageTrace.Load(Path.Combine(Shared.Folder!, "golden", name));
        Assert.Equal(values, WageReplay.Check(trace));
    }
}
