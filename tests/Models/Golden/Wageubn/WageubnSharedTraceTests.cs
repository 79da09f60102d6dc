using WageSim.Models.Traces.Wageubn;
using WageSim.Tests.Support;

namespace WageSim.Tests.Models.Golden.Wageubn;

public sealed class WageubnSharedTraceTests
{
    [SharedTheory]
    [InlineData("wageubn-plain", 512_929)]
    [InlineData("wageubn-residual", 1_019_275)]
    public void The_golden_trainer_reproduces_every_tensor_of_a_trace_of_other_software(string name, long values)
    {
        var trace = WageubnTrace.Load(Path.Combine(Shared.Folder!, "golden", name));
        Assert.Equal(values, WageubnReplay.Check(trace));
    }
}
