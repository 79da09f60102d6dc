using WageSim.Models.Traces.Niti;
using WageSim.Tests.Support;

namespace WageSim.Tests.Models.Golden.Niti;

public sealed class NitiSharedTraceTests
{
    // Values a step: sums and codes, activations, loss, sums of errors, errors; gradients, updates and weights; four numbers a layer.
    [SharedTheory]
    [InlineData("niti-mlp", 5 * (32 * (2 * 106 + 96 + 10 + 96 + 106) + 3L * (64 * 64 + 64 * 32 + 32 * 10) + 4 * 3))]
    [InlineData("niti-tiny-cnn", 4 * (16 * (2 * (144 * 8 + 36 * 16 + 32 + 10) + 2 * (36 * 8 + 9 * 16 + 32) + 10 + 36 * 8 + 9 * 16 + 32 + 10)
        + 3L * (27 * 8 + 72 * 16 + 144 * 32 + 320) + 4 * 4))]
    public void The_golden_trainer_reproduces_every_tensor_of_a_trace_of_other_software(string name, long values)
    {
        var trace = NitiTrace.Load(Path.Combine(Shared.Folder!, "golden", name));
        Assert.Equal(values, NitiReplay.Check(trace));
    }
}
