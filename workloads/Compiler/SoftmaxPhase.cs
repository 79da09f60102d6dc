using WageSim.Isa;
using WageSim.Models.Networks;

namespace WageSim.Workloads.Compiler;

/// <summary>Errors of softmax with cross-entropy from the last layer's sums, whole rows of classes at a time, with their maximum.</summary>
/// <param name="unitLog2">2^unitLog2 of the sums stand for an output of 1.</param>
internal sealed class SoftmaxPhase(PhaseContext context, WeightLayer layer, int unitLog2)
{
    /// <summary>Bytes of an error before quantisation.</summary>
    public const int WordBytes = 4;

    private const int RowBytes = 8;

    // 16 fraction bits of log2 e, less the 8 that the table's exponents keep.
    private const int ExponentShift = 8;

    private readonly Emitter emitter = context.Emitter;

    private bool Wide => context.Bounds.Forward(layer).Wide;
    private int SumBytes => context.Bounds.Forward(layer).WordBytes;
    private int Classes => layer.OutputChannels;
    private int Batch => context.Options.Batch;

    public void Emit()
    {
        var (block, buffers) = Choose();
        emitter.Phase(layer.Name, "loss", () => Body(block, buffers));
    }

    private void Body(int block, Buffer[] buffers)
    {
        var sums = new Handshake(emitter, Unit.Load, Unit.Vector, buffers[0]);
        var labels = new Handshake(emitter, Unit.Load, Unit.Vector, buffers[1]);
        var errors = new Handshake(emitter, Unit.Vector, Unit.Store, buffers[2]);
        long rows = buffers[3].Start;
        int pitch = WordBytes * Classes, sumPitch = SumBytes * Classes, wordsAt = emitter.Register(), labelAt = emitter.Register();
        int sumsAt = Wide ? emitter.Register() : wordsAt;
        emitter.Emit(new VectorSet(PhaseContext.ErrorMax, 0));
        emitter.ForEach(Batch, block, [(wordsAt, pitch), (labelAt, WordBytes), (sumsAt, Wide ? sumPitch : 0)], images =>
        {
            int walk = emitter.Walk(Walks.Matrix(Classes, images));
            labels.Produce(() => context.LoadMatrix(new(labelAt, context.Dram["label"]), 0, labels.At(), 0, 1, WordBytes * images));
            sums.Produce(() => context.LoadMatrix(new(sumsAt, context.Dram["output"]), 0, sums.At(), 0, 1, sumPitch * images));
            sums.Take();
            errors.Produce(() =>
            {
                emitter.Emit(new VectorRowMaximum(sums.At(), walk, rows, Wide));
                emitter.Emit(new VectorExponential(
                    sums.At(), walk, rows, errors.At(), unitLog2 + ExponentShift, Wide));
                sums.Release();
                labels.Take();
                emitter.Emit(new VectorDivide(errors.At(), walk, rows, labels.At(), PhaseContext.ErrorMax));
                labels.Release();
            });
            errors.Take();
            context.StoreMatrix(errors.At(), new(wordsAt, context.Dram[WordTensor.ErrorSums(layer.Index)]), 0, 1, pitch * images);
            errors.Release();
        });
    }

    private (int Block, Buffer[] Buffers) Choose()
    {
        for (int block = Math.Clamp(ElementBlock.Most / Classes, 1, Batch); ; block = (block + 1) / 2)
        {
            int copies = block < Batch ? 2 : 1;
            long words = (long)WordBytes * block * Classes;
            BufferWish[] wishes =
            [
                new("sums", (long)SumBytes * block * Classes, copies),
                new("labels", WordBytes * block, copies), new("errors", words, copies),
                new("rows", RowBytes * block, 1),
            ];
            if (context.PlaceScratchpad(wishes) is { } buffers) return (block, buffers);
            if (block == 1) throw context.TooSmall(layer.Name, "loss", wishes.Sum(wish => wish.Total), 0);
        }
    }
}
