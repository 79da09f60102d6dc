using WageSim.Isa;
using WageSim.Models.Networks;
using WageSim.Workloads.Compiler;

namespace WageSim.Workloads.Schemes.Niti;

/// <summary>Forward, second pass where sums are made anew: shift and exponent, then codes straight from the accumulators.</summary>
internal sealed class CodesPhase(PhaseContext context, WeightLayer layer) : ForwardPhase(context, layer)
{
    private Handshake codes = null!;
    private Dropout? dropout;
    private int codesAt;

    private bool HasMasks => !layer.IsLast && !Inference;
    private bool Drops => context.DropsBehind(layer);
    private int Size => layer.Pool?.Size ?? 1;

    private protected override double OutputBytesPerElement => (HasMasks ? 2.0 : 1.0) / (Size * Size);

    private protected override IEnumerable<BufferWish> OtherWishes(int images, int chunk, int copiesOfMoving)
    {
        yield return new("codes", MaskOffset(images) * (layer.IsLast ? 1 : 2), 2);
        yield return ScalarStore.Wish;
        if (Drops && Dropout.Wish(context, (long)layer.Output.Pixels * MaxColumns) is { } draws) yield return draws;
    }

    private long MaskOffset(int images) =>
        Allocation.Round((long)ImagesAtOnce(images) * layer.Output.Pixels * MaxColumns, context.Word);

    private protected override void PrepareOutput()
    {
        codesAt = emitter.Register();
        codes = new(emitter, Unit.Vector, Unit.Store, Placed("codes")!.Value);
        Ranges.Activation(context, layer, Placed(ScalarStore.Wish.Name)!.Value);
        dropout = Drops ? new(context, Placed(Dropout.Draws)) : null;
    }

    private protected override (int Register, long PerUnit)[] OutputImagePointers => [(codesAt, layer.Output.Count)];

    private protected override (int Register, long PerUnit)[] ResultPointers =>
        dropout is null ? [(codesAt, 1)] : [(codesAt, 1), dropout.Features(1)];

    private protected override void Output()
    {
        foreach (var share in context.Shares(images))
        {
            emitter.Pixel.Shift(share.First * SumPixels);
            emitter.ForEach(share.Count, ImagesAtOnce(tiling.Images), [(sums.Register, SumPixels), .. OutputImagePointers],
                count => Output(share, count), emitter.Pixel, tracked: SumPixels);
            emitter.Pixel.Shift(-share.First * SumPixels);
        }
    }

    private void Output(ImageShare share, int count)
    {
        int rows = count * layer.Output.Pixels;
        long mask = MaskOffset(tiling.Images), first = (long)share.First * layer.Output.Count;
        codes.Produce(() =>
        {
            if (layer.IsLast)
                emitter.Emit(new VectorRoundSum(
                    sums.At(0, share.Array), emitter.Walk(Walks.Matrix(columns, count)), codes.At(),
                    NitiContext.Shift, context.IsPseudo()));
            else Activate(share, count, mask);
            dropout?.Emit(codes.At(), columns, layer.Output.Pixels, layer.OutputChannels, count);
        });
        codes.Take();
        Store(codes.At(), layer.IsLast ? "output" : $"activation/{layer.Index}");
        if (HasMasks) Store(codes.At(mask), $"mask/{layer.Index}");
        codes.Release();

        void Store(Address from, string tensor) =>
            context.StoreMatrix(from, new(codesAt, context.Dram[tensor] + first), layer.OutputChannels, rows, columns);
    }

    private void Activate(ImageShare share, int count, long mask)
    {
        int walk = emitter.Walk(new(columns, 1, layer.Accumulator.Width, 0, layer.Accumulator.Height, 0, count, 0, 1, 0));
        emitter.Probe("code", layer.Index);
        emitter.Emit(new VectorRelu(
            sums.At(0, share.Array), walk, NitiContext.Shift, context.IsPseudo(), Size, codes.At(), codes.At(mask), Words: false));
    }
}
