using WageSim.Isa;
using WageSim.Models.Networks;
using WageSim.Models.Schemes.Wage;
using WageSim.Workloads.Compiler;

namespace WageSim.Workloads.Schemes.Wage;

/// <summary>WAGE's forward outputs: pool, ReLU and quantisation (eq. 7) of the sums, or sums or errors of the last layer.</summary>
internal sealed class WageForwardPhase(PhaseContext context, WeightLayer layer) : ForwardPhase(context, layer)
{
    private readonly WageParameters parameters = context.Wage();
    private Handshake result = null!;
    private Handshake? labels;
    private int outputAt, maskAt, labelAt, classAt;

    private protected override double OutputBytesPerElement =>
        layer.IsLast ? OutputBytes : (OutputBytes + 1.0) / (layer.Pool is { } pool ? pool.Stride * pool.Stride : 1);

    /// <summary>Whether errors are stored instead of sums: SSE's follow from each sum alone.</summary>
    private bool MakesErrors => layer.IsLast && !Inference && parameters.Network.Loss == Loss.SquaredErrors;
    private int OutputPixels => layer.Output.Pixels;
    private int OutputBytes => layer.IsLast ? Bound.WordBytes : context.ActivationBytes;
    private long OutputImageBytes => (long)layer.Output.Count * OutputBytes;
    // Masks lie as bytes of codes do, and need a pointer of their own only beside wider ones.
    private bool MasksApart => !layer.IsLast && OutputBytes > 1;

    private protected override IEnumerable<BufferWish> OtherWishes(int images, int chunk, int copiesOfMoving)
    {
        int atOnce = ImagesAtOnce(images);
        if (layer.IsLast) yield return new("results", (long)OutputBytes * atOnce * MaxColumns, 2);
        else yield return new("results", MaskOffset(atOnce) + StagedBytes(atOnce, 1), 2);
        if (MakesErrors) yield return new("labels", 4L * Batch, 1);
    }

    // Codes first, over the words that they are made of if sums are wide; then masks.
    private long MaskOffset(int atOnce) => Bound.Wide
        ? Allocation.Round((long)atOnce * SumPixels * MaxColumns * Bound.WordBytes, context.Word)
        : StagedBytes(atOnce, OutputBytes);
    private long StagedBytes(int atOnce, int bytes) => Allocation.Round((long)atOnce * OutputPixels * MaxColumns * bytes, context.Word);

    private protected override void PrepareOutput()
    {
        outputAt = emitter.Register();
        result = new(emitter, Unit.Vector, Unit.Store, tiling.Buffers[2]);
        maskAt = MasksApart ? emitter.Register() : outputAt;
        if (!MakesErrors) return;
        (labelAt, classAt) = (emitter.Register(), emitter.Register());
        labels = new(emitter, Unit.Load, Unit.Vector, tiling.Buffers[3]);
        emitter.Emit(new VectorSet(PhaseContext.ErrorMax, 0));
        labels.Produce(() => context.LoadMatrix(context.Dram["label"], 0, labels.At(), 0, 1, 4 * Batch));
        labels.Take();
    }

    private protected override (int Register, long PerUnit)[] OutputImagePointers =>
        [(outputAt, OutputImageBytes), (maskAt, MasksApart ? layer.Output.Count : 0), (labelAt, labels is null ? 0 : 4)];

    private protected override (int Register, long PerUnit)[] ResultPointers =>
        [(outputAt, OutputBytes), (maskAt, MasksApart ? 1 : 0), (classAt, labels is null ? 0 : 1)];

    private protected override void Output()
    {
        foreach (var share in context.Shares(images))
        {
            emitter.Pixel.Shift(share.First * SumPixels);
            emitter.ForEach(share.Count, ImagesAtOnce(tiling.Images),
                [(sums.Register, SumPixels), .. OutputImagePointers],
                count =>
                {
                    if (layer.IsLast) LastOutput(share, count);
                    else ActivationOutput(share, count);
                }, emitter.Pixel, tracked: SumPixels);
            emitter.Pixel.Shift(-share.First * SumPixels);
        }
    }

    private Address OutputIn(string tensor, in ImageShare share) => new(outputAt, context.Dram[tensor] + share.First * OutputImageBytes);

    private void ActivationOutput(ImageShare share, int count)
    {
        int rows = count * OutputPixels, shift = parameters.ActivationShift(layer), bits = parameters.Bits.Activation;
        int walk = emitter.Walk(new(columns, 1, layer.Accumulator.Width, 0, layer.Accumulator.Height, 0, count, 0, 1, 0));
        long mask = MaskOffset(ImagesAtOnce(tiling.Images));
        result.Produce(() =>
        {
            if (Bound.Wide) Join(share, count * SumPixels);
            emitter.Probe("accumulator", layer.Index);
            var block = Bound.Wide ? default : sums.At(0, share.Array);
            Address codes = result.At(), masks = result.At(mask);
            emitter.Emit(layer.Pool is null or { Size: 2, Stride: 2 }
                ? new VectorActivate(block, walk, shift, bits, layer.Pool is not null, codes, masks, Bound.Wide)
                : new VectorPool(block, walk, shift, bits, layer.Pool.Size, layer.Pool.Stride, codes, masks, Bound.Wide));
        });
        result.Take();
        var codes = OutputIn($"activation/{layer.Index}", share);
        context.StoreMatrix(result.At(), codes, (long)layer.OutputChannels * OutputBytes, rows, columns * OutputBytes);
        Address masks = new(maskAt, Inference ? 0 : context.Dram[$"mask/{layer.Index}"] + (long)share.First * layer.Output.Count);
        if (!Inference) context.StoreMatrix(result.At(mask), masks, layer.OutputChannels, rows, columns);
        result.Release();
    }

    private void LastOutput(ImageShare share, int count)
    {
        int walk = emitter.Walk(Walks.Matrix(columns, count));
        var block = sums.At(0, share.Array);
        result.Produce(() =>
        {
            if (Bound.Wide && MakesErrors) Join(share, count);
            if (!Bound.Wide || MakesErrors) emitter.Probe("accumulator", layer.Index);
            if (MakesErrors)
                emitter.Emit(new VectorLoss(Bound.Wide ? default : block, walk, new(labelAt, labels!.Buffer.Start + 4 * share.First),
                    new(classAt, 0), result.At(), parameters.TargetLog2, PhaseContext.ErrorMax, Bound.Wide));
            else Join(share, count, probed: Bound.Wide);
        });
        result.Take();
        context.StoreMatrix(result.At(), OutputIn("output", share), (long)OutputBytes * Columns, count, OutputBytes * columns);
        result.Release();
    }

    // Words of whole sums, of some rows; the last part's command is the first that knows them.
    private void Join(ImageShare share, int rows, bool probed = false) =>
        Spill.Emit(context, Parts(0, share.Array), rows, columns, result.At(), Bound.Wide, 0, (part, walk, shift, more) =>
        {
            if (probed) emitter.Probe("accumulator", layer.Index);
            return new VectorSpill(part, walk, shift, more, Bound.Wide, Masked: false, 0, result.At(), Track: false, 0);
        });
}
