using WageSim.Isa;
using WageSim.Models.Networks;
using WageSim.Workloads.Compiler;
using static WageSim.Workloads.Schemes.Wageubn.WageubnContext;

namespace WageSim.Workloads.Schemes.Wageubn;

/// <summary>Wide error that a layer hands back to what it reads: exact sums, clipped to 32 bits.</summary>
/// <param name="band">All lines of it, or some of each image; the maximum and the exponent are one over all bands.</param>
internal sealed class HandedPhase(PhaseContext context, ErrorBand band) : ErrorPhase(context, band, SumResult.Words)
{
    private const int ClippedBytes = 4, ScaleWords = 3, UnitLog2 = -7;

    private ScalarWords scalars = null!;

    /// <summary>In as few bands of lines as the chip's memories hold.</summary>
    public static void Emit(PhaseContext context, WeightLayer layer)
    {
        HandedPhase[] phases;
        int bands = 1;
        do phases = [.. ErrorBand.Runs(ErrorBand.Cut(layer, bands)).Select(band => new HandedPhase(context, band))];
        while (!Array.TrueForAll(phases, phase => phase.Fits) && bands++ < layer.Input.Height);
        foreach (var phase in phases) phase.Emit();
    }

    private protected override bool Masked => false;
    private protected override int WordBytes => ClippedBytes;
    private protected override string Words => WageubnTensors.Handed(layer.Index);
    private protected override int MostRows => context.MostRows(2 * MaxColumns);
    private protected override IEnumerable<BufferWish> MoreWishes => [ScalarWords.Wish(ScaleWords)];

    private protected override void PrepareOutput()
    {
        scalars = new(context, Placed("scalars")!.Value);
        if (!Band.Begins) return;
        int operands = WageubnTensors.OperandLayer(context.Graph(), layer.Index);
        scalars.Load(context.Dram[WageubnTensors.OperandExponents] + operands * 4, Exponent);
        emitter.Emit(new VectorAddValue(Exponent, UnitLog2));
    }

    private protected override Instruction Finish(Address sums, int walk, int shift, bool more, Address mask, Address staged) =>
        new VectorSpill(sums, walk, shift, more, Bound.Wide, Masked, mask, staged, Track: !Bound.Wide, Max);

    private protected override void Finished(Address staged, int rows)
    {
        if (Bound.Wide) emitter.Emit(new VectorClip(staged, staged, rows * columns, Wide: true, Max));
    }

    private protected override void Complete()
    {
        if (Band.Ends) scalars.StoreScale(context, Words, Exponent, Max);
    }
}
