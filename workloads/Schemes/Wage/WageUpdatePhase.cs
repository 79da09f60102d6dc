using WageSim.Isa;
using WageSim.Models.Networks;
using WageSim.Models.Schemes.Wage;
using WageSim.Workloads.Compiler;
using Buffer = WageSim.Workloads.Compiler.Buffer;

namespace WageSim.Workloads.Schemes.Wage;

/// <summary>WAGE's update (eq. 9 to 11): the gradient by its maximum and the learning rate, rounded stochastically.</summary>
internal sealed class WageUpdatePhase(PhaseContext context, WeightLayer layer) : UpdatePhase(context, layer)
{
    private readonly WageParameters parameters = context.Wage();

    private protected override bool IsRandom => true;
    private protected override BufferWish[] Others => [];

    private protected override void Prepare(ReadOnlySpan<Buffer> others) { }

    private protected override Instruction Command(Address gradients, Address weights, Address draws, int walk, int index) =>
        new VectorUpdate(gradients, weights, draws, walk, PhaseContext.GradientMax, index, layer.Index,
            parameters.Bits.Gradient, parameters.WeightClipBits, Wide, context.Options.ExternalDraws);
}
