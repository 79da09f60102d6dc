using WageSim.Models;
using WageSim.Models.Networks;
using WageSim.Models.Schemes;
using WageSim.Workloads.Compiler;

namespace WageSim.Workloads.Schemes.Wageubn;

/// <summary>WAGEUBN's programs, which no machine executes yet: each is refused.</summary>
internal sealed class WageubnLowering : Lowering
{
    private static readonly InputException refusal = new("scheme wageubn: runs on the golden model only; no machine program has it yet");

    public override void AddTensors(DramLayout dram, SchemeParameters parameters, Bounds bounds, CompileOptions options) => throw refusal;

    public override string InputOf(PhaseContext context, WeightLayer layer) => throw refusal;

    public override string WeightsOf(WeightLayer layer) => throw refusal;

    public override string ErrorOf(PhaseContext context, WeightLayer layer) => throw refusal;

    public override bool IsRouted(WeightLayer layer) => throw refusal;

    public override void Check(PhaseContext context) => throw refusal;

    public override void Emit(PhaseContext context) => throw refusal;
}
