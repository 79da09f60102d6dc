using WageSim.Isa;
using WageSim.Models.Networks;
using WageSim.Workloads.Compiler;
using Buffer = WageSim.Workloads.Compiler.Buffer;

namespace WageSim.Workloads.Schemes.Niti;

/// <summary>NITI's update: the gradient shifted to the rate's magnitude bits, taken off the weight codes.</summary>
internal sealed class NitiUpdatePhase(PhaseContext context, WeightLayer layer) : UpdatePhase(context, layer)
{
    private protected override bool IsRandom => false;
    private protected override BufferWish[] Others => [ScalarStore.Wish];

    private protected override void Prepare(ReadOnlySpan<Buffer> others) => Ranges.Gradient(context, layer, others[0]);

    private protected override Instruction Command(Address gradients, Address weights, Address draws, int walk, int index)
    {
        emitter.Probe("update", layer.Index);
        return new VectorStep(gradients, weights, walk, PhaseContext.GradientMax, NitiContext.Shift, Wide);
    }
}
