using WageSim.Isa;
using WageSim.Models.Networks;
using WageSim.Workloads.Compiler;

namespace WageSim.Workloads.Schemes.Wageubn;

/// <summary>Logits of the dense layer; in training with squares their errors with them.</summary>
internal sealed class DensePhase(PhaseContext context, WeightLayer layer) : ForwardPhase(context, layer)
{
    private const int WordBytes = 4, UnitLog2 = 14;

    private Handshake logits = null!, labels = null!, errors = null!;
    private ScalarWords scalars = null!;
    private int outputAt, labelAt, classAt;

    private bool MakesErrors => !Inference && context.Graph().Loss == Loss.SquaredErrors;

    private protected override double OutputBytesPerElement => MakesErrors ? 2 * WordBytes : WordBytes;

    private protected override IEnumerable<BufferWish> OtherWishes(int images, int chunk, int copiesOfMoving)
    {
        long words = (long)WordBytes * ImagesAtOnce(images) * MaxColumns;
        yield return new("logits", words, 2);
        if (!MakesErrors) yield break;
        yield return new("errors", words, 2);
        yield return new("labels", (long)WordBytes * Batch, 1);
        yield return ScalarWords.Wish(2);
    }

    private protected override void PrepareOutput()
    {
        outputAt = emitter.Register();
        logits = new(emitter, Unit.Vector, Unit.Store, Placed("logits")!.Value);
        if (!MakesErrors) return;
        (labelAt, classAt) = (emitter.Register(), emitter.Register());
        errors = new(emitter, Unit.Vector, Unit.Store, Placed("errors")!.Value);
        labels = new(emitter, Unit.Load, Unit.Vector, Placed("labels")!.Value);
        scalars = new(context, Placed("scalars")!.Value);
        emitter.Emit(new VectorSet(WageubnContext.Max, 0));
        emitter.Emit(new VectorSet(WageubnContext.Exponent, -UnitLog2));
        labels.Produce(() => context.LoadMatrix(context.Dram["label"], 0, labels.At(), 0, 1, WordBytes * Batch));
        labels.Take();
    }

    private protected override (int Register, long PerUnit)[] OutputImagePointers =>
        [(outputAt, (long)WordBytes * Columns), (labelAt, MakesErrors ? WordBytes : 0)];

    private protected override (int Register, long PerUnit)[] ResultPointers => [(outputAt, WordBytes), (classAt, MakesErrors ? 1 : 0)];

    private protected override void Output()
    {
        foreach (var share in context.Shares(images))
        {
            emitter.Pixel.Shift(share.First);
            emitter.ForEach(share.Count, ImagesAtOnce(tiling.Images), [(sums.Register, 1), .. OutputImagePointers],
                count => Output(share, count), emitter.Pixel);
            emitter.Pixel.Shift(-share.First);
        }
    }

    private void Output(ImageShare share, int count)
    {
        int walk = emitter.Walk(Walks.Matrix(columns, count));
        var block = sums.At(0, share.Array);
        logits.Produce(() =>
        {
            emitter.Probe("accumulator", layer.Index);
            emitter.Emit(new VectorSpill(
                block, walk, 0, More: false, Wide: false, Masked: false, 0, logits.At(), Track: false, WageubnContext.Max));
        });
        Store(logits, WageubnTensors.Logits);
        if (!MakesErrors) return;
        errors.Produce(() => emitter.Emit(new VectorLoss(
            block, walk, new(labelAt, labels.Buffer.Start + WordBytes * share.First), new(classAt, 0), errors.At(), UnitLog2,
            WageubnContext.Max)));
        Store(errors, WageubnTensors.LogitErrors(layer.Index));

        void Store(Handshake words, string tensor)
        {
            words.Take();
            Address dram = new(outputAt, context.Dram[tensor] + (long)share.First * Columns * WordBytes);
            context.StoreMatrix(words.At(), dram, (long)WordBytes * Columns, count, WordBytes * columns);
            words.Release();
        }
    }

    private protected override void Complete()
    {
        if (MakesErrors)
            scalars.StoreScale(context, WageubnTensors.LogitErrors(layer.Index), WageubnContext.Exponent, WageubnContext.Max);
    }
}
