using WageSim.Isa;
using WageSim.Models.Networks;
using WageSim.Workloads.Compiler;

namespace WageSim.Workloads.Schemes.Niti;

/// <summary>NITI's errors: sums with their maximum, the maximum alone, or codes of a shift that is known.</summary>
internal sealed class NitiErrorPhase(PhaseContext context, WeightLayer whole, SumResult output)
    : ErrorPhase(context, ErrorBand.All(whole), output)
{
    private Dropout? dropout;

    private bool MakesCodes => Result == SumResult.Codes;
    private bool Drops => MakesCodes && layer.IsLast && context.Drops();

    private protected override bool Masked => false;
    private protected override int MostRows => context.MostRows(MaxColumns);

    private protected override IEnumerable<BufferWish> MoreWishes
    {
        get
        {
            if (!MakesCodes) yield break;
            yield return ScalarStore.Wish;
            if (Drops && Dropout.Wish(context, MaxColumns) is { } draws) yield return draws;
        }
    }

    private protected override void PrepareOutput()
    {
        if (!MakesCodes) return;
        Ranges.Error(context, layer.Index - 1, Placed(ScalarStore.Wish.Name)!.Value);
        dropout = Drops ? new(context, Placed(Dropout.Draws)) : null;
    }

    private protected override (int Register, long PerUnit)[] ResultPointers =>
        dropout is null ? base.ResultPointers : [.. base.ResultPointers, dropout.Features(1)];

    private protected override Instruction Finish(Address sums, int walk, int shift, bool more, Address mask, Address staged) =>
        Result switch
        {
            SumResult.Words => new VectorSpill(sums, walk, shift, more, Wide: false, Masked, mask, staged, Track: true, NitiContext.Max),
            SumResult.Maximum => new VectorMaximum(sums, walk, shift, more, Wide: false, Masked, mask, staged, NitiContext.Max),
            _ => new VectorRoundSum(sums, walk, staged, NitiContext.Shift, context.IsPseudo()),
        };

    // Its input is one pixel, so rows are images.
    private protected override void Finished(Address staged, int rows) => dropout?.Emit(staged, columns, 1, columns, rows);
}
