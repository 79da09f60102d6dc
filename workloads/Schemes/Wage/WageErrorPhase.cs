using WageSim.Isa;
using WageSim.Models.Networks;
using WageSim.Workloads.Compiler;

namespace WageSim.Workloads.Schemes.Wage;

/// <summary>WAGE's errors: clip mask and maximum of the layer below, then codes (eq. 8).</summary>
internal sealed class WageErrorPhase(PhaseContext context, WeightLayer layer, SumResult output)
    : ErrorPhase(context, ErrorBand.All(layer), output)
{
    private protected override bool Masked => true;
    private protected override IEnumerable<BufferWish> MoreWishes => [];

    private protected override void PrepareOutput() { }

    private protected override Instruction Finish(Address sums, int walk, int shift, bool more, Address mask, Address staged)
    {
        const int max = PhaseContext.ErrorMax;
        bool wide = Bound.Wide;
        return Result switch
        {
            SumResult.Words => new VectorSpill(sums, walk, shift, more, wide, Masked, mask, staged, Track: true, max),
            SumResult.Maximum => new VectorMaximum(sums, walk, shift, more, wide, Masked, mask, staged, max),
            _ => new VectorCode(sums, walk, shift, more, wide, Masked, mask, staged, max, context.Parameters.Bits.Error),
        };
    }

    private protected override void Finished(Address staged, int rows) { }
}
